import type { Channel, Message } from "../api/types";
import type { Head, LogFrame } from "./frames";

/** Counting stops here, as on the server. */
const MOST = 10_000;

export interface Changed {
  readonly channel: Channel;
  /** The counts can no longer be told from what is loaded: ask the server. */
  readonly recount: boolean;
}

/** What an event of a channel's log changes in the list of channels. Pure. */
export function summarise(
  channel: Channel,
  frame: LogFrame,
  me: string,
  authorOf: (message: string) => string | undefined,
): Changed {
  if (frame.seq <= channel.head_seq) return { channel, recount: false };
  const next = { ...channel, head_seq: frame.seq };
  switch (frame.type) {
    case "message.created":
      return { channel: created(next, frame.data as Message, me), recount: false };
    case "message.deleted":
      return deleted(next, frame.data as { id: string; message_no: number | null }, me, authorOf);
    case "member.joined":
      return { channel: { ...next, member_count: next.member_count + 1 }, recount: false };
    case "member.left":
      return { channel: { ...next, member_count: Math.max(0, next.member_count - 1) }, recount: false };
    case "channel.updated":
      return { channel: { ...next, ...settings(frame.data as Partial<Channel>) }, recount: false };
    case "channel.archived":
      return { channel: { ...next, archived_at: (frame.data as { archived_at: string }).archived_at }, recount: false };
    case "channel.unarchived":
      return { channel: { ...next, archived_at: null }, recount: false };
    default:
      return { channel: next, recount: false };
  }
}

function created(channel: Channel, message: Message, me: string): Channel {
  if (message.message_no === null) return channel;
  const moved = { ...channel, head_message_no: message.message_no, last_message_at: message.created_at };
  const membership = channel.membership;
  if (!membership) return moved;
  if (message.author.id === me) return moved;
  const addressed =
    message.mentions.channel ||
    message.mentions.here ||
    message.mentions.users.some((mention) => mention.user_id === me);
  return {
    ...moved,
    membership: {
      ...membership,
      unread: Math.min(MOST, membership.unread + 1),
      mentions: Math.min(MOST, membership.mentions + (addressed ? 1 : 0)),
    },
  };
}

function deleted(
  channel: Channel,
  gone: { id: string; message_no: number | null },
  me: string,
  authorOf: (message: string) => string | undefined,
): Changed {
  const membership = channel.membership;
  if (!membership || gone.message_no === null || gone.message_no <= membership.read_message_no) {
    return { channel, recount: false };
  }
  const author = authorOf(gone.id);
  if (author === me) return { channel, recount: false };
  // Whether it mentioned me is known only to the server.
  const recount = author === undefined || membership.mentions > 0;
  return {
    channel: { ...channel, membership: { ...membership, unread: Math.max(0, membership.unread - 1) } },
    recount,
  };
}

function settings(data: Partial<Channel>): Partial<Channel> {
  const { name, slug, topic, description, cover_url, posting, slow_mode_s } = data;
  const known = { name, slug, topic, description, cover_url, posting, slow_mode_s };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as Partial<Channel>;
}

/** A head of `ready`: null counts mean "unchanged, count from the events that follow". */
export function withHead(channel: Channel, head: Head): Channel {
  const [, epoch, headSeq, headMessageNo, read, unread, mentions] = head;
  const known = read === null ? { ...channel } : { ...channel, head_seq: headSeq, head_message_no: headMessageNo };
  const membership = channel.membership;
  if (!membership || read === null) return { ...known, epoch };
  return {
    ...known,
    epoch,
    membership: {
      ...membership,
      read_message_no: read,
      unread: unread ?? membership.unread,
      mentions: mentions ?? membership.mentions,
    },
  };
}
