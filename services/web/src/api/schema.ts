// Placeholder until generated from crates/protocol/openapi.json.
export interface components {
  schemas: {
    User: { id: string; handle: string; display_name: string; avatar_url: string | null; is_bot: boolean; created_at: string; deactivated: boolean };
    Me: components["schemas"]["User"] & { email: string; locale: string; theme: "system" | "light" | "dark"; timezone: string; status: components["schemas"]["Status"] };
    Status: { presence: "online" | "away" | "dnd" | "offline"; text: string; emoji: string | null; expires_at: string | null; last_seen_at: string | null };
    Workspace: { id: string; slug: string; name: string; icon_url: string | null; role: "owner" | "admin" | "member" | "guest"; member_count: number; created_at: string };
    Channel: { id: string };
    Membership: { role: string };
    Reaction: { emoji: string; count: number; user_ids: string[]; me: boolean };
    File: { id: string; name: string };
    Problem: { code: string; status: number; title: string; retryable: boolean };
    Message: {
      id: string; channel_id: string; seq: number; message_no: number | null; parent_id: string | null; author: components["schemas"]["User"]; kind: "user" | "system" | "bot"; body: string;
      mentions: { users: { user_id: string; start: number; end: number }[]; channel: boolean; here: boolean }; files: components["schemas"]["File"][]; reactions: components["schemas"]["Reaction"][];
      reply_count: number; reply_user_ids: string[]; last_reply_at: string | null; also_in_channel: boolean; pinned_at: string | null; pinned_by: string | null; edited_at: string | null; version: number;
      deleted_at: string | null; embeds: unknown[]; nonce: string; rev_seq: number; created_at: string;
    };
  };
}
