/** Every key of the query cache. What the socket patches is fresh for as long as the socket is. */
export const keys = {
  me: ["me"] as const,
  workspaces: ["workspaces"] as const,
  /** All channels that I am in, of all workspaces: `Channel[]`. */
  channels: ["channels"] as const,
  browse: (workspace: string, q: string) => ["browse", workspace, q] as const,
  timeline: (channel: string) => ["timeline", channel] as const,
  thread: (root: string) => ["thread", root] as const,
  members: (channel: string) => ["members", channel] as const,
  people: (workspace: string, q: string) => ["people", workspace, q] as const,
  user: (id: string) => ["user", id] as const,
  pins: (channel: string) => ["pins", channel] as const,
  invite: (code: string) => ["invite", code] as const,
};
