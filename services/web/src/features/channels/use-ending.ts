import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { deleteChannel, leaveChannel, restoreChannel } from "../../api/channels";
import type { Channel } from "../../api/types";
import { moreTexts } from "../../i18n";
import { useSession } from "../../session-context";
import { toast } from "../../ui/toast";
import { attempt } from "../../use-task";

/** So long a deletion can be undone in passing; later it is found among what was recently deleted. */
const UNDO_MS = 10_000;

/** Leaving and deleting: the channel goes from the list, and its screen with it. */
export function useEnding() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const end = async (channel: Channel, what: Promise<unknown>): Promise<boolean> => {
    // From the row of another channel, what is open stays open.
    const isOpen = location.pathname.endsWith(`/c/${channel.id}`);
    if (!(await attempt(what))) return false;
    session.remove(channel.id);
    if (isOpen) await navigate({ to: "/w/$workspace", params: { workspace: channel.workspace_id } });
    return true;
  };
  const restore = async ({ id, workspace_id }: Channel) => {
    const back = restoreChannel(id).then((channel) => session.add(channel));
    if (!(await attempt(back))) return;
    await navigate({ to: "/w/$workspace/c/$channel", params: { workspace: workspace_id, channel: id } });
  };
  const remove = async (channel: Channel) => {
    if (!(await end(channel, deleteChannel(channel.id)))) return;
    await moreTexts().catch(() => undefined);
    toast.success(t("ending.channelDeleted", { name: `#${channel.name}` }), {
      duration: UNDO_MS,
      action: { label: t("ending.undo"), onClick: () => void restore(channel) },
    });
  };
  return { leave: (channel: Channel) => end(channel, leaveChannel(channel.id)).then(() => undefined), remove };
}
