import type { Message } from "../api/types";
import type { Pending } from "./pending";

/** Messages of one author within this time share one head line. */
export const GROUP_MS = 5 * 60_000;

/** One row of the list. Separators are inside the row, so that the scroll anchor is always a message. */
export interface Row {
  /** The author's nonce: the same before and after the server answered, so the row is never mounted anew. */
  readonly key: string;
  readonly author: string;
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
  /** The last message number that was read: the divider stands below it. Undefined: there is none. */
  readonly readMessageNo: number | undefined;
  /** There are messages before these: whether the divider belongs above the first one cannot be told. */
  readonly hasOlder?: boolean;
  readonly me: string;
  /** Local midnight of a moment, as a comparable key: the time zone comes in. */
  readonly dayOf: (at: number) => string;
  /** Stands before each key: a reply may be in a thread and in its channel at once, and both on one page. */
  readonly prefix?: string;
  /** What was drawn before: a row that would be the same again keeps its identity, and is not drawn again. */
  readonly before?: readonly Row[];
}

export function rowsOf(input: RowsInput): Row[] {
  const { messages, pending, readMessageNo = 0, hasOlder = false, me, dayOf, prefix = "", before = [] } = input;
  const known = new Map(before.map((row) => [row.message ?? row.pending, row]));
  const rows: Row[] = [];
  const isCut = hasOlder && (messages[0]?.message_no ?? 0) > readMessageNo;
  let divided = input.readMessageNo === undefined || isCut;
  let day = "";
  const add = (fresh: Omit<Row, "day" | "head">) => {
    const previous = rows.at(-1);
    const today = dayOf(fresh.at);
    const row = { ...fresh, day: today !== day, head: false };
    day = today;
    const head = row.day || row.unread || previous === undefined || !continues(previous, row);
    rows.push(same(known.get(row.message ?? row.pending), { ...row, head }));
  };
  for (const message of messages) {
    const unread = !divided && isUnread(message, readMessageNo, me);
    divided ||= unread;
    const author = message.author.id;
    const key = prefix + keyOf(author, message.nonce);
    add({ key, author, message, pending: undefined, at: Date.parse(message.created_at), unread });
  }
  for (const entry of pending) {
    const key = prefix + keyOf(me, entry.nonce);
    add({ key, author: me, message: undefined, pending: entry, at: entry.at, unread: false });
  }
  return rows;
}

export function keyOf(author: string, nonce: string): string {
  return `${author}:${nonce}`;
}

/** The id of a row's `article`. */
export function rowId(key: string): string {
  return `row-${key}`;
}

/** By somebody else, still there, and after what was read. */
export function isUnread(message: Message, readMessageNo: number, me: string): boolean {
  return (
    message.message_no !== null &&
    message.message_no > readMessageNo &&
    message.author.id !== me &&
    message.deleted_at === null
  );
}

function continues(previous: Row, row: Row): boolean {
  return previous.author === row.author && previous.message?.deleted_at == null && row.at - previous.at < GROUP_MS;
}

function same(known: Row | undefined, row: Row): Row {
  return known &&
    known.key === row.key &&
    known.day === row.day &&
    known.unread === row.unread &&
    known.head === row.head
    ? known
    : row;
}
