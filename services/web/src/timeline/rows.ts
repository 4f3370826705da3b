import type { Message } from "../api/types";
import type { Pending } from "./pending";

/** Messages of one author within this time share one head line. */
export const GROUP_MS = 5 * 60_000;

/** One row of the list. Separators are inside the row, so that the scroll anchor is always a message. */
export interface Row {
  /** The author's nonce: the same before and after the server answered, so the row is never mounted anew. */
  readonly key: string;
  readonly message: Message | undefined;
  readonly pending: Pending | undefined;
  /** ms since 1970. */
  readonly at: number;
  /** Starts a day: the day's date is drawn above. */
  readonly day: boolean;
  /** The "New messages" line is drawn above. */
  readonly unread: boolean;
  /** Shows avatar, name and time; a continued row does not. */
  readonly head: boolean;
}

export interface RowsInput {
  readonly messages: readonly Message[];
  readonly pending: readonly Pending[];
  /** The last message number read when the channel was opened: the divider stands still while one stays. */
  readonly readMessageNo: number | undefined;
  readonly me: string;
  /** Local midnight of a moment, as a comparable key: the time zone comes in. */
  readonly dayOf: (at: number) => string;
}

export function rowsOf({ messages, pending, readMessageNo, me, dayOf }: RowsInput): Row[] {
  const rows: Row[] = [];
  let divided = false;
  for (const message of messages) {
    const at = Date.parse(message.created_at);
    const unread: boolean =
      !divided &&
      readMessageNo !== undefined &&
      message.message_no !== null &&
      message.message_no > readMessageNo &&
      message.author.id !== me &&
      message.deleted_at === null;
    divided ||= unread;
    rows.push(
      place(rows.at(-1), {
        key: keyOf(message.author.id, message.nonce),
        message,
        pending: undefined,
        at,
        author: message.author.id,
        unread,
        dayOf,
      }),
    );
  }
  for (const entry of pending) {
    rows.push(
      place(rows.at(-1), {
        key: keyOf(me, entry.nonce),
        message: undefined,
        pending: entry,
        at: entry.at,
        author: me,
        unread: false,
        dayOf,
      }),
    );
  }
  return rows;
}

export function keyOf(author: string, nonce: string): string {
  return `${author}:${nonce}`;
}

interface Placed {
  key: string;
  message: Message | undefined;
  pending: Pending | undefined;
  at: number;
  author: string;
  unread: boolean;
  dayOf: (at: number) => string;
}

function place(previous: Row | undefined, { author, dayOf, ...row }: Placed): Row {
  const day = !previous || dayOf(previous.at) !== dayOf(row.at);
  const continued =
    previous !== undefined &&
    !day &&
    !row.unread &&
    previous.message?.deleted_at == null &&
    previous.key.startsWith(`${author}:`) &&
    row.at - previous.at < GROUP_MS;
  return { ...row, day, head: !continued };
}
