import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../api/keys";
import type {
  Channel,
  CustomEmoji,
  Me,
  Membership,
  Status as Presence,
  ReadPosition,
  ThreadState,
  User,
  Workspace,
  WorkspaceMembership,
} from "../api/types";
import { withEmoji } from "../emoji/custom";
import { type Receipt, receiptUpdated } from "../features/messages/receipts";
import { usePresence } from "../features/presence/presence";
import { placeOf, useTyping } from "../features/presence/typing";

/** What a hint may set in motion beyond the cache. */
export interface HintEffects {
  readonly me: string;
  readonly cache: QueryClient;
  read(position: ReadPosition): void;
  patchMembership(channel: string, change: (membership: Membership) => Membership): void;
  durable(channel: string, seq: number): void;
  remove(channel: string): void;
  follow(channel: string, epoch: number, headSeq: number): void;
  resync(): void;
  blocked(user: string, blocked: boolean): void;
}

/** Frames without a seq: what is the user's own, and what may be missed. */
export function applyHint(type: string, channel: string | null, data: unknown, effects: HintEffects): void {
  switch (type) {
    case "typing.started":
    case "typing.stopped":
      typing(type, channel, data as { user_id: string; parent_id: string | null }, effects.me);
      return;
    case "presence.updated":
      usePresence.getState().merge((data as { users: Record<string, Presence> }).users);
      return;
    case "read.updated":
      effects.read(data as ReadPosition);
      return;
    case "thread.updated":
      threadUpdated(data as ThreadState, effects.cache);
      return;
    case "receipt.updated":
      if (channel !== null) receiptUpdated(effects.cache, channel, data as Receipt);
      return;
    case "membership.updated": {
      const { channel_id, membership } = data as { channel_id: string; membership: Membership };
      const { role, notify, muted_until, starred } = membership;
      // What is read and what is counted is known better here: it may be older than an event that came before.
      effects.patchMembership(channel_id, (known) => ({ ...known, role, notify, muted_until, starred }));
      return;
    }
    case "durable": {
      const { channel: where, seq } = data as { channel: string; seq: number };
      effects.durable(where, seq);
      return;
    }
    case "channel.removed":
      effects.remove((data as { channel_id: string }).channel_id);
      return;
    case "channel.added": {
      const added = data as { channel_id: string; epoch: number; head_seq: number };
      effects.follow(added.channel_id, added.epoch, added.head_seq);
      effects.resync();
      return;
    }
    case "user.updated":
      userUpdated(data as { user: User; me: Me | null }, effects.cache);
      return;
    case "workspace.emoji_updated":
      emojiUpdated(data as EmojiUpdated, effects.cache);
      return;
    case "blocks.updated": {
      const { user_id, blocked } = data as { user_id: string; blocked: boolean };
      effects.blocked(user_id, blocked);
      return;
    }
    case "workspace.member_updated":
    case "workspace.member_removed":
      memberChanged(data as WorkspaceMemberChanged, effects);
      return;
    case "workspace.membership_updated": {
      const { workspace_id, ...side } = data as WorkspaceMembership;
      effects.cache.setQueryData<Workspace[]>(keys.workspaces, (known) =>
        known?.map((one) => (one.id === workspace_id ? { ...one, ...side } : one)),
      );
      return;
    }
    case "workspace.added":
    case "workspace.removed":
    case "workspace.updated":
      effects.resync();
      return;
    default:
      return;
  }
}

function typing(
  type: string,
  channel: string | null,
  { user_id, parent_id }: { user_id: string; parent_id: string | null },
  me: string,
): void {
  if (channel === null || user_id === me) return;
  const place = placeOf(channel, parent_id);
  if (type === "typing.started") useTyping.getState().started(place, user_id, Date.now());
  else useTyping.getState().stopped(place, user_id);
}

/** My side of a thread: what draws threads asks again, for the order and the sum change with it. */
export function threadUpdated(state: ThreadState, cache: QueryClient): void {
  const key = keys.threadState(state.root_id);
  const known = cache.getQueryData<ThreadState>(key);
  // Told of from before I read on: what came since is asked for.
  if (known && known.read_seq > state.read_seq) void cache.invalidateQueries({ queryKey: key });
  else cache.setQueryData<ThreadState>(key, state);
  void cache.invalidateQueries({ queryKey: ["threads"], predicate: ({ queryKey }) => queryKey[1] !== "state" });
  void cache.invalidateQueries({ queryKey: ["mentions"] });
}

/** A new name or picture, wherever the person is shown. */
function userUpdated({ user, me }: { user: User; me: Me | null }, cache: QueryClient): void {
  cache.setQueryData<User>(keys.user(user.id), user);
  if (me) cache.setQueryData<Me>(keys.me, me);
  cache.setQueryData<Channel[]>(keys.channels, (channels) =>
    channels?.map((channel) =>
      channel.members.some((member) => member.id === user.id)
        ? { ...channel, members: channel.members.map((member) => (member.id === user.id ? user : member)) }
        : channel,
    ),
  );
  for (const list of ["members", "people"]) void cache.invalidateQueries({ queryKey: [list] });
}

interface EmojiUpdated {
  readonly workspace_id: string;
  readonly name: string;
  readonly emoji: CustomEmoji | null;
}

function emojiUpdated({ workspace_id, name, emoji }: EmojiUpdated, cache: QueryClient): void {
  cache.setQueryData<CustomEmoji[]>(keys.customEmoji(workspace_id), (known) => known && withEmoji(known, name, emoji));
}

/** An update carries the person, a removal only their id. */
interface WorkspaceMemberChanged {
  readonly workspace_id: string;
  readonly user_id?: string;
  readonly user?: User;
}

function memberChanged({ workspace_id, user_id, user }: WorkspaceMemberChanged, effects: HintEffects) {
  void effects.cache.invalidateQueries({ queryKey: ["people", workspace_id] });
  if ((user?.id ?? user_id) === effects.me) effects.resync();
}
