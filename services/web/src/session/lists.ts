import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../api/keys";
import type { Channel, Me, Membership, Sync, User, Workspace } from "../api/types";
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

export function show(cache: QueryClient, now: Sync, meanwhile?: Meanwhile): void {
  cache.setQueryData<Me>(keys.me, now.me);
  cache.setQueryData<Workspace[]>(keys.workspaces, now.workspaces);
  cache.setQueryData<Channel[]>(keys.channels, (known = []) =>
    meanwhile ? brought(now.channels, known, meanwhile, now.me.id) : now.channels,
  );
  for (const user of now.users.slice(0, PEOPLE)) cache.setQueryData<User>(keys.user(user.id), user);
}

/** The channels of a /sync, with what happened while it was under way. Pure. */
export function brought(
  fresh: readonly Channel[],
  known: readonly Channel[],
  { since, added }: Meanwhile,
  me: string,
): Channel[] {
  const before = new Map(known.map((channel) => [channel.id, channel]));
  const listed = new Set(fresh.map((channel) => channel.id));
  const merged = fresh.map((channel) => {
    const caughtUp = since(channel.id, channel.head_seq).reduce(
      (now, frame) => summarise(now, frame, me, () => undefined).channel,
      channel,
    );
    return withLaterRead(caughtUp, before.get(channel.id)?.membership ?? null);
  });
  return [...merged, ...known.filter((channel) => added.has(channel.id) && !listed.has(channel.id))];
}

/** Of two read positions the higher version holds, then the higher number. */
export function isLaterRead(
  one: Pick<Membership, "read_version" | "read_message_no">,
  other: Pick<Membership, "read_version" | "read_message_no">,
): boolean {
  if (one.read_version !== other.read_version) return one.read_version > other.read_version;
  return one.read_message_no > other.read_message_no;
}

function withLaterRead(channel: Channel, known: Membership | null): Channel {
  if (!channel.membership || !known || !isLaterRead(known, channel.membership)) return channel;
  const { read_message_no, read_seq, read_version, unread, mentions } = known;
  return {
    ...channel,
    membership: { ...channel.membership, read_message_no, read_seq, read_version, unread, mentions },
  };
}
