import { useTranslation } from "react-i18next";
import { removeFromWorkspace } from "../../api/workspaces";
import { ConfirmModal } from "../../ui/ConfirmModal";
import { attempt } from "../../use-task";
import { useMe, useWorkspace } from "../channels/use-channels";
import type { DialogProps } from "./DialogHost";

export function LeaveWorkspace({ workspace, onClose }: DialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const name = useWorkspace(workspace)?.name ?? "";
  const leave = async () => {
    // All that belongs to it is left behind with the page: the next one starts from what the server says.
    if (await attempt(removeFromWorkspace(workspace, me.id))) location.assign("/");
  };
  return (
    <ConfirmModal
      open
      onOpenChange={onClose}
      title={t("workspace.leaveTitle", { name })}
      text={t("workspace.leaveText")}
      confirm={t("channels.leaveWorkspace")}
      onConfirm={leave}
    />
  );
}
