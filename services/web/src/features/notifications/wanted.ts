import type { Channel, Me, Message } from "../../api/types";
import { isDirect } from "../channels/use-channels";

/** Whether somebody wants to be told of a message while they look elsewhere. Pure. */
export function isWanted(message: Message, channel: Channel, me: Me, now: number): boolean {
  const membership = channel.membership;
  if (!membership || me.status.presence === "dnd" || message.author.id === me.id) return false;
  const level = membership.notify === "default" ? me.notifications.desktop : membership.notify;
  if (level === "none") return false;
  const isMeant = addresses(message, me.id);
  // A muted channel speaks up only when somebody is meant.
  if (membership.muted_until !== null && Date.parse(membership.muted_until) > now) return isMeant;
  return level === "all" || isMeant || isDirect(channel);
}

export function addresses({ mentions }: Message, me: string): boolean {
  return mentions.channel || mentions.here || mentions.users.some((one) => one.user_id === me);
}
