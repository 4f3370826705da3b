import { useNavigate } from "@tanstack/react-router";
import { deleteChannel, leaveChannel } from "../../api/channels";
import type { Channel } from "../../api/types";
import { useSession } from "../../session-context";
import { attempt } from "../../use-task";

/** Leaving and deleting: the channel goes from the list, and its screen with it. */
export function useEnding() {
  const session = useSession();
  const navigate = useNavigate();
  const end = async (channel: Channel, what: Promise<unknown>) => {
    if (!(await attempt(what))) return;
    session.remove(channel.id);
    // From the row of another channel, what is open stays open.
    if (location.pathname.endsWith(`/c/${channel.id}`))
      await navigate({ to: "/w/$workspace", params: { workspace: channel.workspace_id } });
  };
  return {
    leave: (channel: Channel) => end(channel, leaveChannel(channel.id)),
    remove: (channel: Channel) => end(channel, deleteChannel(channel.id)),
  };
}
