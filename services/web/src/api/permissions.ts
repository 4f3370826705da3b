import type { Channel, ChannelRole, WorkspaceRole } from "./types";

/**
 * What the server's table of rights says, as far as controls are drawn by it. The server decides; this only keeps
 * from offering what it would refuse.
 */
export type ChannelAction =
  | "addMember"
  | "manageMembers"
  | "setTopic"
  | "setSettings"
  | "linkGuests"
  | "archive"
  | "delete"
  | "pin"
  | "addressAll";

const CHANNEL_RANK: Record<ChannelRole, number> = { member: 0, admin: 1, owner: 2 };

/** An admin of the workspace counts as one of the channel at least, an owner as its owner. */
export function effectiveRole(channel: Channel, workspaceRole: WorkspaceRole | undefined): ChannelRole | undefined {
  const role = channel.membership?.role;
  if (role === undefined || workspaceRole === undefined) return role;
  if (channel.kind === "dm" || channel.kind === "group_dm") return "member";
  const given = workspaceRole === "owner" || workspaceRole === "admin" ? workspaceRole : "member";
  return CHANNEL_RANK[given] > CHANNEL_RANK[role] ? given : role;
}

/** What is refused in an archived channel, whoever asks. */
const NEEDS_OPEN: ReadonlySet<ChannelAction> = new Set(["addMember", "setTopic", "setSettings", "pin", "addressAll"]);

export function may(channel: Channel, workspaceRole: WorkspaceRole | undefined, action: ChannelAction): boolean {
  const role = effectiveRole(channel, workspaceRole);
  if (role === undefined) return false;
  if (channel.archived_at !== null && NEEDS_OPEN.has(action)) return false;
  if (channel.kind === "dm" || channel.kind === "group_dm") return action === "pin" || action === "addressAll";
  switch (action) {
    case "addMember":
    case "setTopic":
    case "pin":
    case "addressAll":
      return role !== "member" || workspaceRole !== "guest";
    case "manageMembers":
    case "setSettings":
    case "linkGuests":
    case "archive":
      return role !== "member";
    case "delete":
      return role === "owner";
  }
}

/** Whether one who manages members may remove or change one of role `target`: only owners touch owners. */
export function outranks(channel: Channel, workspaceRole: WorkspaceRole | undefined, target: ChannelRole): boolean {
  if (!may(channel, workspaceRole, "manageMembers")) return false;
  return target !== "owner" || workspaceRole === "admin" || effectiveRole(channel, workspaceRole) === "owner";
}

export function managesWorkspace(role: WorkspaceRole | undefined): boolean {
  return role === "owner" || role === "admin";
}

/** Guests use emoji, and add none. */
export function addsEmoji(role: WorkspaceRole | undefined): boolean {
  return role !== undefined && role !== "guest";
}

/** The roles that `actor` may give to somebody of role `target`; none when they may not touch them at all. */
export function givableRoles(actor: WorkspaceRole | undefined, target: WorkspaceRole): readonly WorkspaceRole[] {
  if (actor === "owner") return ["owner", "admin", "member", "guest"];
  if (actor === "admin" && target !== "owner") return ["admin", "member", "guest"];
  return [];
}
