import type { Message } from "../../api/types";

/** The address of a message, for everybody who may see it: its place in the channel, or the thread it is in. */
export function linkTo(message: Message, workspace: string, origin: string): string {
  const url = new URL(`/w/${workspace}/c/${message.channel_id}`, origin);
  if (message.parent_id !== null && message.message_no === null) url.searchParams.set("thread", message.parent_id);
  else url.searchParams.set("at", String(message.seq));
  return url.href;
}
