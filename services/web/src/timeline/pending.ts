import type { Message } from "../api/types";

/** How far one of my own sends has come. `accepted` rows are in the timeline; they wait here, unseen, for `durable`. */
export type SendState = "queued" | "uploading" | "sending" | "accepted" | "failed";

/** A file that is not in a message yet. Its bytes are kept apart, so that a change of the entry does not write them. */
export interface PendingFile {
  /** Names its bytes on the disk and its upload. */
  readonly key: string;
  readonly workspace: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** Of a picture, in pixels, once it was looked at. */
  readonly width: number | null;
  readonly height: number | null;
  /** The server's, once it is uploaded. It never changes after: the nonce stands for these very ids. */
  readonly id: string | null;
}

export interface Pending {
  readonly nonce: string;
  readonly channel: string;
  /** The root of the thread it answers, null at the top level. */
  readonly root: string | null;
  readonly alsoInChannel: boolean;
  readonly body: string;
  readonly files: readonly PendingFile[];
  readonly state: SendState;
  readonly attempts: number;
  /** When it was written, ms since 1970. */
  readonly at: number;
  /** Not before this, ms since 1970. */
  readonly retryAt: number;
  /** The problem code that made it fail, or wait. */
  readonly code: string | null;
  /** It calls everybody: how many people, and whether that is meant. Asked when the server asks. */
  readonly mass?: { readonly people: number; readonly answer: "none" | "yes" | "no" };
  /** Set when accepted. */
  readonly seq: number | null;
  readonly epoch: number | null;
}

/**
 * My own rows that the timeline does not hold yet, in the order in which they were written. Whichever comes first,
 * the answer or the echo, the message with my nonce replaces the row: it is shown once.
 */
export function unseen(pending: readonly Pending[], messages: readonly Message[], me: string): Pending[] {
  const arrived = new Set(messages.filter((message) => message.author.id === me).map((message) => message.nonce));
  return pending.filter((entry) => entry.state !== "accepted" && !arrived.has(entry.nonce));
}
