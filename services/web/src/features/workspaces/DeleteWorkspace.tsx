import { useTranslation } from "react-i18next";
import { deleteWorkspace, restoreWorkspace } from "../../api/workspaces";
import { useSession } from "../../session-context";
import { ConfirmModal } from "../../ui/ConfirmModal";
import { toast } from "../../ui/toast";
import { attempt } from "../../use-task";
import { useWorkspace } from "../channels/use-channels";
import type { DialogProps } from "./DialogHost";

/** As for a channel, only that more people are startled. */
const UNDO_MS = 20_000;

export function DeleteWorkspace({ workspace, onClose }: DialogProps) {
  const { t } = useTranslation();
  const session = useSession();
  const name = useWorkspace(workspace)?.name ?? "";
  const undo = async () => {
    // The page starts anew: what was forgotten with the workspace comes from the server.
    if (await attempt(restoreWorkspace(workspace))) location.assign(`/w/${workspace}`);
  };
  const remove = async () => {
    if (!(await attempt(deleteWorkspace(workspace)))) return;
    toast.success(t("ending.workspaceDeleted", { name }), {
      duration: UNDO_MS,
      action: { label: t("ending.undo"), onClick: () => void undo() },
    });
    // Without it in the lists the frame leads to another one by itself.
    await session.sync().catch(() => undefined);
  };
  return (
    <ConfirmModal
      open
      onOpenChange={onClose}
      title={t("ending.workspaceTitle", { name })}
      text={t("ending.workspaceText")}
      confirm={t("channels.deleteWorkspace")}
      typed={name}
      onConfirm={remove}
    />
  );
}
