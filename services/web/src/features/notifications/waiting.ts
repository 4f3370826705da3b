import type { Channel } from "../../api/types";
import { isDirect, isMuted } from "../channels/use-channels";

/** What somebody waits for an answer to: mentions, and whatever is unread in direct conversations. Pure. */
export function waitingCount(channels: readonly Channel[], now: number): number {
  return channels.reduce((sum, channel) => sum + waitingIn(channel, now), 0);
}

function waitingIn(channel: Channel, now: number): number {
  const membership = channel.membership;
  if (!membership) return 0;
  const all = isDirect(channel) && !isMuted(channel, now);
  return all ? Math.max(membership.unread, membership.mentions) : membership.mentions;
}

/** "(3) #engineering · Hubbub" */
export function pageTitle(app: string, place: string | undefined, count: number): string {
  const where = place === undefined ? app : `${place} · ${app}`;
  return count > 0 ? `(${count > 99 ? "99+" : count}) ${where}` : where;
}
