// Placeholder until generated from crates/protocol/openapi.json.
export interface components {
  schemas: {
    User: { id: string; handle: string; display_name: string; avatar_url: string | null; is_bot: boolean; created_at: string; deactivated: boolean };
    Me: components["schemas"]["User"] & { email: string; locale: string; theme: "system" | "light" | "dark"; timezone: string; status: components["schemas"]["Status"] };
    Status: { presence: "online" | "away" | "dnd" | "offline"; text: string; emoji: string | null; expires_at: string | null; last_seen_at: string | null };
    Workspace: { id: string; slug: string; name: string; icon_url: string | null; role: "owner" | "admin" | "member" | "guest"; member_count: number; created_at: string };
    Channel: {
      id: string; workspace_id: string; kind: "public" | "private" | "dm" | "group_dm"; name: string | null; slug: string | null; topic: string; description: string; cover_url: string | null; created_by: string | null;
      member_count: number; archived_at: string | null; posting: "everyone" | "admins"; slow_mode_s: number; epoch: number; head_seq: number; head_message_no: number; last_message_at: string | null;
      membership: components["schemas"]["Membership"] | null; members: components["schemas"]["User"][];
    };
    Membership: { role: "owner" | "admin" | "member"; joined_at: string; read_message_no: number; read_seq: number; read_version: number; unread: number; mentions: number; notify: "all" | "mentions" | "none" | "default"; muted_until: string | null; starred: boolean };
    Reaction: { emoji: string; count: number; user_ids: string[]; me: boolean };
    File: { id: string; name: string; content_type: string; size: number; kind: "image" | "video" | "audio" | "file"; width: number | null; height: number | null; thumbhash: string | null; duration_ms: number | null; url: string; thumbnail_url: string | null; state: "ready" | "scanning" | "blocked" };
    Problem: { type: string; code: string; status: number; title: string; detail: string | null; instance: string | null; retryable: boolean; retry_after_ms: number | null; request_id: string | null; errors: { pointer: string; code: string; limit: number | null }[] };
    ReadPosition: { channel_id: string; read_message_no: number; read_seq: number; read_version: number; unread: number; mentions: number };
    Sync: { me: components["schemas"]["Me"]; user_version: number; workspaces: components["schemas"]["Workspace"][]; channels: components["schemas"]["Channel"][]; users: components["schemas"]["User"][]; presence: Record<string, components["schemas"]["Status"]>; server_time: string };
    Message: {
      id: string; channel_id: string; seq: number; message_no: number | null; parent_id: string | null; author: components["schemas"]["User"]; kind: "user" | "system" | "bot"; body: string;
      mentions: { users: { user_id: string; start: number; end: number }[]; channel: boolean; here: boolean }; files: components["schemas"]["File"][]; reactions: components["schemas"]["Reaction"][];
      reply_count: number; reply_user_ids: string[]; last_reply_at: string | null; also_in_channel: boolean; pinned_at: string | null; pinned_by: string | null; edited_at: string | null; version: number;
      deleted_at: string | null; embeds: unknown[]; nonce: string; rev_seq: number; created_at: string;
    };
    MessagePage: { data: components["schemas"]["Message"][]; has_before: boolean; has_after: boolean; epoch: number; head_seq: number; complete: boolean };
    ChannelMember: { user: components["schemas"]["User"]; role: "owner" | "admin" | "member"; joined_at: string };
    WorkspaceMember: { user: components["schemas"]["User"]; role: "owner" | "admin" | "member" | "guest"; joined_at: string };
    Session: { id: string; current: boolean; user_agent: string; ip: string; created_at: string; last_used_at: string; expires_at: string };
    InvitePreview: { code: string; workspace: { name: string; icon_url: string | null; member_count: number }; invited_by: string | null; role: "owner" | "admin" | "member" | "guest"; expires_at: string | null };
  };
}
