import { useNavigate } from "@tanstack/react-router";
import { openDm } from "../../api/channels";
import { explain } from "../../api/problem";
import { useSession } from "../../session-context";
import { toast } from "../../ui/toast";

/** Opens the conversation with these people (the same one each time) and goes there. Tells whether it worked. */
export function useOpenDm(workspace: string): (users: readonly string[]) => Promise<boolean> {
  const session = useSession();
  const navigate = useNavigate();
  return async (users) => {
    try {
      const channel = await openDm(workspace, users);
      session.add(channel);
      await navigate({ to: "/w/$workspace/c/$channel", params: { workspace, channel: channel.id } });
      return true;
    } catch (error) {
      toast.error(explain(error));
      return false;
    }
  };
}
