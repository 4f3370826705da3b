import type { Channel, Membership } from "../src/api/types";
import { AT } from "./factories";

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
    name: "general",
    slug: "general",
    topic: "",
    description: "",
    cover_url: null,
    created_by: null,
    member_count: 1,
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
