import type { Membership, Message, User } from "../api/types";
import { isBlocked } from "../blocked";
import type { LogFrame } from "./frames";

/** Counting stops here, as on the server. */
const MOST = 10_000;

/** My side of a channel as the page keeps it. */
export interface Counted extends Membership {
  /** The counts know every event up to here, whether it has come or not. */
  readonly counted_seq?: number;
}

export interface Count {
  readonly membership: Counted;
  /** The counts can no longer be told from what is known: ask the server. */
  readonly recount: boolean;
}

/** What is known of messages: what is loaded, and what the events that are being counted say themselves. */
export class Known {
  private readonly said = new Map<string, Message>();

  constructor(private readonly loaded: (id: string) => Message | undefined) {}

  find(id: string): Message | undefined {
    return this.said.get(id) ?? this.loaded(id);
  }

  note(frame: LogFrame): void {
    if (frame.type === "message.created") {
      const message = frame.data as Message;
      this.said.set(message.id, message);
    } else if (frame.type === "message.updated" || frame.type === "message.deleted") {
      const change = frame.data as Partial<Message> & { readonly id: string };
      const known = this.find(change.id);
      if (known) this.said.set(change.id, { ...known, ...change });
    }
  }
}

/** A message as these events leave it, if it begins among them. */
export function said(frames: readonly LogFrame[], id: string): Message | undefined {
  const known = nothingKnown();
  for (const frame of frames) known.note(frame);
  return known.find(id);
}

/** Nothing is known of any message. */
export const nothingKnown = () => new Known(() => undefined);

/** What the next event of the log changes in my counts. Pure but for what `known` learns. */
export function count(membership: Counted, frame: LogFrame, me: string, known: Known): Count {
  const counted =
    frame.seq <= (membership.counted_seq ?? 0)
      ? { membership, recount: false }
      : counting(membership, frame, me, known);
  known.note(frame);
  return counted;
}

function counting(membership: Counted, frame: LogFrame, me: string, known: Known): Count {
  const same = { membership, recount: false };
  switch (frame.type) {
    case "message.created": {
      const message = frame.data as Message;
      return counts(message, membership, me)
        ? { membership: plus(membership, 1, addresses(message, message.author, me) ? 1 : 0), recount: false }
        : same;
    }
    case "message.updated": {
      const { id, mentions } = frame.data as Pick<Message, "id"> & Partial<Pick<Message, "mentions">>;
      if (mentions === undefined || membership.unread === 0) return same;
      const message = known.find(id);
      if (!message) return { membership, recount: true };
      if (!counts(message, membership, me)) return same;
      const { author } = message;
      const change = Number(addresses({ mentions }, author, me)) - Number(addresses(message, author, me));
      return { membership: plus(membership, 0, change), recount: false };
    }
    case "message.deleted": {
      const gone = frame.data as Pick<Message, "id" | "message_no">;
      if (membership.unread === 0 || (gone.message_no ?? 0) <= membership.read_message_no) return same;
      const message = known.find(gone.id);
      // Whose it was, and whom it mentioned, is known only to the server.
      if (!message) return { membership: plus(membership, -1, 0), recount: true };
      return counts(message, membership, me)
        ? { membership: plus(membership, -1, addresses(message, message.author, me) ? -1 : 0), recount: false }
        : same;
    }
    default:
      return same;
  }
}

/** Whether a message is one of those that I have not read. */
export function counts(message: Message, membership: Counted, me: string): boolean {
  const { message_no, author, deleted_at } = message;
  return message_no !== null && message_no > membership.read_message_no && author.id !== me && deleted_at === null;
}

/** A mention by somebody blocked is none, as on the server. */
export function addresses({ mentions }: Pick<Message, "mentions">, author: User, me: string): boolean {
  if (isBlocked(author.id)) return false;
  return mentions.channel || mentions.here || mentions.users.some((mention) => mention.user_id === me);
}

function plus(membership: Counted, unread: number, mentions: number): Counted {
  return {
    ...membership,
    unread: between(membership.unread + unread),
    mentions: between(membership.mentions + mentions),
  };
}

const between = (number: number) => Math.min(MOST, Math.max(0, number));
