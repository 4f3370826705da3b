import type { Message, User } from "../api/types";
import { advance, patch, type Timeline, upsert } from "../timeline/timeline";
import type { LogFrame } from "./frames";

interface MessageUpdated extends Partial<Message> {
  readonly id: string;
}
interface MessageDeleted {
  readonly id: string;
  readonly parent_id: string | null;
  readonly message_no: number | null;
}
interface MessageMark {
  readonly message_id: string;
  readonly user_id: string;
  readonly emoji?: string;
  readonly at?: string;
}

/** Which messages a timeline shows: a channel's top level, or the replies of one root. */
export type Scope = { readonly kind: "channel" } | { readonly kind: "thread"; readonly root: string };

export interface Viewer {
  readonly id: string;
}

/** Apply the next event of the log to what is loaded. Pure; events must come in order (positions.ts sees to that). */
export function apply(timeline: Timeline, frame: LogFrame, scope: Scope, viewer: Viewer): Timeline {
  if (frame.seq <= timeline.seq) return timeline;
  return advance(applyData(timeline, frame, scope, viewer), frame.seq);
}

/**
 * Play events onto rows that may know them already, because the page they came in was read earlier or later: what a
 * row knows, its `rev_seq` tells.
 */
export function replay(timeline: Timeline, frames: readonly LogFrame[], scope: Scope, viewer: Viewer): Timeline {
  return frames.reduce((now, frame) => advance(applyData(now, frame, scope, viewer), frame.seq), timeline);
}

function applyData(timeline: Timeline, frame: LogFrame, scope: Scope, viewer: Viewer): Timeline {
  switch (frame.type) {
    case "message.created":
      return created(timeline, frame.data as Message, scope);
    case "message.updated":
      return updated(timeline, frame, frame.data as MessageUpdated);
    case "message.deleted":
      return deleted(timeline, frame, frame.data as MessageDeleted);
    case "reaction.added":
    case "reaction.removed":
      return reacted(timeline, frame, frame.data as MessageMark, viewer);
    case "pin.added":
    case "pin.removed":
      return pinned(timeline, frame, frame.data as MessageMark);
    default:
      // Members, channel settings, void and types of a newer server only take their seq here.
      return timeline;
  }
}

function created(timeline: Timeline, message: Message, scope: Scope): Timeline {
  const shown = scope.kind === "channel" ? message.message_no !== null : message.parent_id === scope.root;
  const withRow = shown ? upsert(timeline, message) : timeline;
  const parent = message.parent_id;
  if (parent === null) return withRow;
  return patch(withRow, parent, message.seq, (root) => ({
    ...root,
    reply_count: root.reply_count + 1,
    last_reply_at: message.created_at,
    reply_user_ids: repliers(root.reply_user_ids, message.author),
  }));
}

const MOST_REPLIERS = 20;

/** In the order of their first reply, as the server keeps them. */
function repliers(ids: readonly string[], author: User): string[] {
  return ids.includes(author.id) || ids.length >= MOST_REPLIERS ? [...ids] : [...ids, author.id];
}

function updated(timeline: Timeline, frame: LogFrame, change: MessageUpdated): Timeline {
  return patch(timeline, change.id, frame.seq, (message) =>
    concerns(message, change) ? { ...message, ...change, files: replaced(message.files, change.files ?? []) } : message,
  );
}

/** Only the files that changed are told, each in the place of the one with its id. */
function replaced(files: Message["files"], changed: Message["files"]): Message["files"] {
  return changed.length === 0 ? files : files.map((file) => changed.find(({ id }) => id === file.id) ?? file);
}

/** Without a new text the version says which one it is about: previews of links that an edit took out change nothing. */
function concerns(message: Message, { body, version }: MessageUpdated): boolean {
  return body !== undefined || version === undefined || version === message.version;
}

function deleted(timeline: Timeline, frame: LogFrame, gone: MessageDeleted): Timeline {
  const tombstoned = patch(timeline, gone.id, frame.seq, (message) => tombstone(message, frame.data));
  if (gone.parent_id === null) return tombstoned;
  return patch(tombstoned, gone.parent_id, frame.seq, (root) => ({
    ...root,
    reply_count: Math.max(0, root.reply_count - 1),
  }));
}

function tombstone(message: Message, data: unknown): Message {
  const at = (data as { deleted_at?: string }).deleted_at;
  return {
    ...message,
    body: "",
    files: [],
    reactions: [],
    embeds: [],
    mentions: { users: [], channel: false, here: false },
    pinned_at: null,
    pinned_by: null,
    deleted_at: at ?? message.deleted_at ?? message.created_at,
  };
}

function reacted(timeline: Timeline, frame: LogFrame, mark: MessageMark, viewer: Viewer): Timeline {
  const emoji = mark.emoji;
  if (emoji === undefined) return timeline;
  return patch(timeline, mark.message_id, frame.seq, (message) =>
    frame.type === "reaction.added"
      ? react(message, emoji, mark.user_id, viewer)
      : unreact(message, emoji, mark.user_id, viewer),
  );
}

function react(message: Message, emoji: string, user: string, viewer: Viewer): Message {
  const known = message.reactions.find((reaction) => reaction.emoji === emoji);
  const mine = user === viewer.id;
  if (!known) {
    return { ...message, reactions: [...message.reactions, { emoji, count: 1, user_ids: [user], me: mine }] };
  }
  if (known.user_ids.includes(user) || (mine && known.me)) return message;
  const next = {
    ...known,
    count: known.count + 1,
    user_ids: [...known.user_ids, user].slice(0, 20),
    me: known.me || mine,
  };
  return { ...message, reactions: message.reactions.map((reaction) => (reaction === known ? next : reaction)) };
}

function unreact(message: Message, emoji: string, user: string, viewer: Viewer): Message {
  const known = message.reactions.find((reaction) => reaction.emoji === emoji);
  // Mine may be gone already: it is taken back on the screen before the server has heard of it.
  if (!known || (user === viewer.id && !known.me)) return message;
  if (known.count <= 1) return { ...message, reactions: message.reactions.filter((reaction) => reaction !== known) };
  const next = {
    ...known,
    count: known.count - 1,
    user_ids: known.user_ids.filter((id) => id !== user),
    me: user === viewer.id ? false : known.me,
  };
  return { ...message, reactions: message.reactions.map((reaction) => (reaction === known ? next : reaction)) };
}

function pinned(timeline: Timeline, frame: LogFrame, mark: MessageMark): Timeline {
  const added = frame.type === "pin.added";
  return patch(timeline, mark.message_id, frame.seq, (message) => ({
    ...message,
    pinned_at: added ? (mark.at ?? message.pinned_at ?? new Date(0).toISOString()) : null,
    pinned_by: added ? mark.user_id : null,
  }));
}
