import type { Channel, Me, Membership, Message, Sync, User, Workspace } from "../src/api/types";
import type { Pending, PendingFile } from "../src/timeline/pending";

export const AT = "2026-11-20T14:02:00.000Z";

export function user(fields: Partial<User> = {}): User {
  return {
    id: "u1",
    handle: "amara",
    display_name: "Amara Okafor",
    avatar_url: null,
    is_bot: false,
    created_at: AT,
    deactivated: false,
    is_guest: false,
    ...fields,
  };
}

export function message(fields: Partial<Message> = {}): Message {
  const seq = fields.seq ?? 1;
  return {
    id: `m${seq}`,
    channel_id: "c",
    seq,
    message_no: seq,
    parent_id: null,
    author: user(),
    kind: "user",
    body: "hello",
    call: null,
    mentions: { users: [], channel: false, here: false },
    files: [],
    reactions: [],
    reply_count: 0,
    reply_user_ids: [],
    last_reply_at: null,
    also_in_channel: false,
    pinned_at: null,
    pinned_by: null,
    edited_at: null,
    version: 1,
    deleted_at: null,
    embeds: [],
    nonce: `n${seq}`,
    rev_seq: seq,
    created_at: AT,
    ...fields,
  };
}

export function membership(fields: Partial<Membership> = {}): Membership {
  return {
    role: "member",
    joined_at: AT,
    read_message_no: 0,
    read_seq: 0,
    read_version: 0,
    unread: 0,
    mentions: 0,
    notify: "default",
    muted_until: null,
    starred: false,
    ...fields,
  };
}

export function channel(fields: Partial<Channel> = {}): Channel {
  return {
    id: "c",
    workspace_id: "w",
    kind: "public",
    name: "engineering",
    slug: "engineering",
    topic: "",
    description: "",
    cover_url: null,
    created_by: "u1",
    member_count: 2,
    archived_at: null,
    posting: "everyone",
    slow_mode_s: 0,
    epoch: 1,
    head_seq: 0,
    head_message_no: 0,
    last_message_at: null,
    membership: membership(),
    members: [],
    ...fields,
  };
}

export function workspace(fields: Partial<Workspace> = {}): Workspace {
  return {
    id: "w",
    slug: "labs",
    name: "Hubbub Labs",
    icon_url: null,
    role: "member",
    member_count: 2,
    created_at: AT,
    notify: "default",
    muted_until: null,
    ...fields,
  };
}

export function me(fields: Partial<Me> = {}): Me {
  return { ...user({ id: "me", handle: "me", display_name: "Maya Chen" }), ...MINE, ...fields };
}

const MINE = {
  email: "maya@example.org",
  locale: "en",
  theme: "light",
  timezone: "UTC",
  notifications: {
    desktop: "mentions",
    push: "mentions",
    email: true,
    preview: true,
    sound: true,
    schedule: null,
    snoozed_until: null,
  },
  share_receipts: true,
  link_previews: true,
  status: { presence: "online", text: "", emoji: null, expires_at: null, last_seen_at: null },
} as unknown as Omit<Me, keyof User>;

export function sync(fields: Partial<Sync> = {}): Sync {
  return {
    me: me(),
    user_version: 1,
    workspaces: [workspace()],
    channels: [channel()],
    users: [user()],
    presence: {},
    edit_window_s: null,
    features: { gifs: null },
    blocked_user_ids: [],
    server_time: AT,
    ...fields,
  };
}

/** Written just now, and not sent yet. */
export function newPending(fields: Partial<Pending> = {}): Pending {
  return {
    nonce: "n",
    channel: "c",
    root: null,
    alsoInChannel: false,
    body: "hello",
    files: [],
    state: "queued",
    attempts: 0,
    at: Date.now(),
    retryAt: 0,
    code: null,
    seq: null,
    epoch: null,
    ...fields,
  };
}

/** A file of something not sent yet: not uploaded either. */
export function pendingFile(key: string, fields: Partial<PendingFile> = {}): PendingFile {
  return {
    key,
    workspace: "w",
    name: `${key}.png`,
    type: "image/png",
    size: 1,
    width: null,
    height: null,
    id: null,
    ...fields,
  };
}
