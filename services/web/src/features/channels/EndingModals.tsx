import { useTranslation } from "react-i18next";
import type { Channel } from "../../api/types";
import { formatNames } from "../../i18n/format";
import { ConfirmModal } from "../../ui/ConfirmModal";
import { isDirect, titleOf, useMe } from "./use-channels";
import { useEnding } from "./use-ending";

export type Ending = "leave" | "delete" | undefined;

interface Props {
  readonly channel: Channel;
  readonly asking: Ending;
  readonly onDone: () => void;
}

/** Asks before a channel is left or deleted. */
export function EndingModals({ channel, asking, onDone }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const ending = useEnding();
  const title = titleOf(channel, me.id, formatNames);
  const name = isDirect(channel) ? title : `#${title}`;
  return (
    <>
      <ConfirmModal
        open={asking === "leave"}
        onOpenChange={onDone}
        title={t("channels.leaveTitle", { name })}
        text={t(channel.kind === "private" ? "channels.leavePrivateText" : "channels.leaveText")}
        confirm={t("channels.leave")}
        onConfirm={() => ending.leave(channel)}
      />
      <ConfirmModal
        open={asking === "delete"}
        onOpenChange={onDone}
        title={t("channels.deleteTitle", { name })}
        text={t("channels.deleteText")}
        confirm={t("channels.delete")}
        typed={channel.name ?? ""}
        onConfirm={() => ending.remove(channel)}
      />
    </>
  );
}
