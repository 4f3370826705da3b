import { markUnread as ask } from "../../api/messages";
import { explain } from "../../api/problem";
import type { Session } from "../../session";
import { toast } from "../../ui/toast";

/** Everything from this message on is unread again, on every device. */
export async function markUnread(session: Session, channel: string, messageNo: number): Promise<void> {
  try {
    session.read(await ask(channel, messageNo));
  } catch (error) {
    toast.error(explain(error));
  }
}
