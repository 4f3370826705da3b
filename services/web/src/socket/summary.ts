import type { Channel, Membership, Message } from "../api/types";
import { type Counted, count, type Known } from "./count";
import type { Head, LogFrame } from "./frames";

export interface Changed {
  readonly channel: Channel;
  /** The counts can no longer be told from what is loaded: ask the server. */
  readonly recount: boolean;
}

/** What an event of a channel's log changes in the list of channels. Pure but for what `known` learns. */
export function summarise(channel: Channel, frame: LogFrame, me: string, known: Known): Changed {
  if (frame.seq <= channel.head_seq) {
    known.note(frame);
    return { channel, recount: false };
  }
  const next = ownRole(changed({ ...channel, head_seq: frame.seq }, frame), frame, me);
  if (!next.membership) return { channel: next, recount: false };
  const { membership, recount } = count(next.membership, frame, me, known);
  return { channel: { ...next, membership }, recount };
}

/** Who was given another role may do other things from then on. */
function ownRole(channel: Channel, { type, data }: LogFrame, me: string): Channel {
  const { membership } = channel;
  if (type !== "member.updated" || !membership) return channel;
  const { user, role } = data as { user: { id: string }; role: Membership["role"] };
  return user.id === me ? { ...channel, membership: { ...membership, role } } : channel;
}

function changed(channel: Channel, frame: LogFrame): Channel {
  switch (frame.type) {
    case "message.created":
      return spoken(channel, frame.data as Message);
    case "member.joined":
      return { ...channel, member_count: channel.member_count + 1 };
    case "member.left":
      return { ...channel, member_count: Math.max(0, channel.member_count - 1) };
    case "channel.updated":
      return { ...channel, ...settings(frame.data as Partial<Channel>) };
    case "channel.archived":
      return { ...channel, archived_at: (frame.data as { archived_at: string }).archived_at };
    case "channel.unarchived":
      return { ...channel, archived_at: null };
    default:
      return channel;
  }
}

function spoken(channel: Channel, { message_no, created_at }: Message): Channel {
  return message_no === null ? channel : { ...channel, head_message_no: message_no, last_message_at: created_at };
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
  const counted: Counted = {
    ...membership,
    read_message_no: read,
    unread: unread ?? membership.unread,
    mentions: mentions ?? membership.mentions,
    counted_seq: headSeq,
  };
  return {
    ...known,
    epoch,
    membership: counted,
  };
}
