/** Every key of the query cache. What the socket patches is fresh for as long as the socket is. */
export const keys = {
  me: ["me"] as const,
  workspaces: ["workspaces"] as const,
  /** All channels that I am in, of all workspaces: `Channel[]`. */
  channels: ["channels"] as const,
  /** One that I may see and am not in. */
  channel: (id: string) => ["channel", id] as const,
  browse: (workspace: string, q: string) => ["browse", workspace, q] as const,
  timeline: (channel: string) => ["timeline", channel] as const,
  thread: (root: string) => ["thread", root] as const,
  /** My mentions in a workspace, page by page. */
  mentions: (workspace: string) => ["mentions", workspace] as const,
  /** The threads that I follow in a workspace: page by page, and how much is unread in all. */
  threads: (workspace: string) => ["threads", workspace, "pages"] as const,
  threadTotals: (workspace: string) => ["threads", workspace, "totals"] as const,
  /** My side of one thread. */
  threadState: (root: string) => ["threads", "state", root] as const,
  members: (channel: string) => ["members", channel] as const,
  /** The same list, page by page. */
  memberPages: (channel: string) => ["members", channel, "pages"] as const,
  /** Those of them whose name or handle contains something. */
  membersFound: (channel: string, q: string) => ["members", channel, "found", q] as const,
  people: (workspace: string, q: string) => ["people", workspace, q] as const,
  peoplePages: (workspace: string, q: string) => ["people", workspace, q, "pages"] as const,
  user: (id: string) => ["user", id] as const,
  message: (id: string) => ["message", id] as const,
  reactors: (message: string) => ["reactors", message] as const,
  readers: (message: string) => ["readers", message] as const,
  revisions: (message: string, version: number) => ["revisions", message, version] as const,
  pins: (channel: string) => ["pins", channel] as const,
  files: (channel: string, kind: string) => ["files", channel, kind] as const,
  storage: (workspace: string) => ["storage", workspace] as const,
  /** The beginning of a text. */
  text: (file: string) => ["text", file] as const,
  deletedChannels: (workspace: string) => ["deleted-channels", workspace] as const,
  deletedWorkspaces: ["deleted-workspaces"] as const,
  /** For how long one can edit what one sent, in seconds; null: for ever. */
  editWindow: ["edit-window"] as const,
  invites: (workspace: string) => ["invites", workspace] as const,
  /** A workspace's own emoji: `CustomEmoji[]`, by name. */
  customEmoji: (workspace: string) => ["custom-emoji", workspace] as const,
  sessions: ["sessions"] as const,
  /** What the installation offers: `Features`. */
  features: ["features"] as const,
  /** What is found in a workspace; `how` is the order, or who asks. */
  search: (workspace: string, q: string, how: string) => ["search", workspace, q, how] as const,
  gifs: (q: string) => ["gifs", q] as const,
  guestLinks: (channel: string) => ["guestLinks", channel] as const,
  guestPreview: (code: string) => ["guestPreview", code] as const,
  blocks: ["blocks"] as const,
  /** How many members of a channel are there. */
  online: (channel: string) => ["online", channel] as const,
  pushDevices: ["push-devices"] as const,
  notificationLog: ["notification-log"] as const,
  invite: (code: string) => ["invite", code] as const,
};
