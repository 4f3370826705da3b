import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../api/keys";
import type { Channel, Me, Membership, ReadPosition, Sync, User, Workspace } from "../api/types";
import { useBlocked } from "../blocked";
import { type Count, type Counted, count, nothingKnown } from "../socket/count";
import type { LogFrame } from "../socket/frames";
import { summarise } from "../socket/summary";

/** People put into the cache from one /sync; the rest are asked for when they are drawn. */
const PEOPLE = 500;

/** What happened while a /sync was under way, which is newer than what it says. */
export interface Meanwhile {
  /** The events of a channel after a seq. */
  since(channel: string, seq: number): readonly LogFrame[];
  /** Channels that I joined or opened since it was asked for. */
  readonly added: ReadonlySet<string>;
}

/** Puts it into the cache; answers whether some counts have to be asked for once more. */
export function show(cache: QueryClient, now: Sync, meanwhile: Meanwhile): boolean {
  useBlocked.getState().begin(now.blocked_user_ids);
  cache.setQueryData<Me>(keys.me, now.me);
  cache.setQueryData<Workspace[]>(keys.workspaces, now.workspaces);
  cache.setQueryData<number | null>(keys.editWindow, now.edit_window_s ?? null);
  const known = cache.getQueryData<Channel[]>(keys.channels) ?? [];
  const { channels, recount } = brought(now.channels, known, meanwhile, now.me.id);
  cache.setQueryData<Channel[]>(keys.channels, channels);
  // A hint may have been missed. It is fetched for the workspace that is on the screen, and only if it was before; one
  // that is no longer mine may still be drawn at this moment, and is not asked for.
  for (const { id } of now.workspaces) void cache.invalidateQueries({ queryKey: keys.customEmoji(id) });
  for (const user of now.users.slice(0, PEOPLE)) cache.setQueryData<User>(keys.user(user.id), user);
  return recount;
}

interface Brought {
  readonly channels: Channel[];
  /** Some counts cannot be told from it: ask again. */
  readonly recount: boolean;
}

/** The channels of a /sync, with what happened while it was under way. Pure. */
export function brought(
  fresh: readonly Channel[],
  known: readonly Channel[],
  { since, added }: Meanwhile,
  me: string,
): Brought {
  let recount = false;
  const before = new Map(known.map((channel) => [channel.id, channel]));
  const listed = new Set(fresh.map((channel) => channel.id));
  const merged = fresh.map((channel) => {
    // What is loaded has these events in it already: it does not tell what was before them.
    const messages = nothingKnown();
    const caughtUp = since(channel.id, channel.head_seq).reduce((now, frame) => {
      const next = summarise(now, frame, me, messages);
      recount ||= next.recount;
      return next.channel;
    }, channel);
    return withLaterRead(caughtUp, before.get(channel.id)?.membership ?? null);
  });
  const own = known.filter((channel) => added.has(channel.id) && !listed.has(channel.id));
  return { channels: [...merged, ...own], recount };
}

/** Of two read positions the higher version holds, then the higher number. */
export function isLaterRead(
  one: Pick<Membership, "read_version" | "read_message_no">,
  other: Pick<Membership, "read_version" | "read_message_no">,
): boolean {
  if (one.read_version !== other.read_version) return one.read_version > other.read_version;
  return one.read_message_no > other.read_message_no;
}

function withLaterRead(channel: Channel, known: Counted | null): Channel {
  if (!channel.membership || !known || !isLaterRead(known, channel.membership)) return channel;
  // Whoever left and came back begins anew.
  if (known.joined_at !== channel.membership.joined_at) return channel;
  const { read_message_no, read_seq, read_version, unread, mentions, counted_seq } = known;
  const counted = counted_seq === undefined ? {} : { counted_seq };
  return {
    ...channel,
    membership: { ...channel.membership, read_message_no, read_seq, read_version, unread, mentions, ...counted },
  };
}

/**
 * My side of a channel with a position that the server or another tab told. Its counts are those of the log up to
 * `head_seq`: what came after that, `later`, is counted on top, and what is still on its way up to there is not.
 * `recount`: that cannot be told. Pure.
 */
export function withPosition(
  membership: Counted,
  position: ReadPosition,
  later: readonly LogFrame[] | undefined,
  me: string,
): Count {
  if (isLaterRead(membership, position)) return { membership, recount: false };
  const { read_message_no, read_seq, read_version, unread, mentions, head_seq } = position;
  const told: Counted = {
    ...membership,
    read_message_no,
    read_seq,
    read_version,
    unread,
    mentions,
    counted_seq: head_seq,
  };
  if (!later) return { membership: told, recount: true };
  const messages = nothingKnown();
  const start: Count = { membership: told, recount: false };
  return later.reduce((now, frame) => {
    const next = count(now.membership, frame, me, messages);
    return { membership: next.membership, recount: now.recount || next.recount };
  }, start);
}
