import type { Message, User } from "../src/api/types";

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
