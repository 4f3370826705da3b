import type { Channel } from "../../api/types";
import { nonce } from "../../nonce";
import { draftPlace } from "../../outbox/drafts";
import type { Session } from "../../session";
import { isRefused } from "./files";
import { bytesOf, MOST_BYTES } from "./limit";

/**
 * Hands the draft of a place over to the outbox, which has it from here on, online or not. False when it cannot be
 * sent as it is: empty, too long, or with a file that was refused.
 */
export function sendDraft(session: Session, channel: Channel, root: string | null, alsoInChannel = false): boolean {
  const { drafts } = session.sender;
  const place = draftPlace(channel.id, root);
  const { text, files } = drafts.get(place);
  const body = trimmed(text);
  if (body === "" && files.length === 0) return false;
  if (bytesOf(body) > MOST_BYTES || files.some(isRefused)) return false;
  const kept = session.sender.enqueue({
    nonce: nonce(),
    channel: channel.id,
    root,
    alsoInChannel: root !== null && alsoInChannel,
    body,
    files,
    state: "queued",
    attempts: 0,
    at: Date.now(),
    retryAt: 0,
    code: null,
    seq: null,
    epoch: channel.epoch,
  });
  drafts.take(place, kept);
  return true;
}

/** Without blank lines around it; the first line keeps what it is indented by. */
export function trimmed(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();
}
