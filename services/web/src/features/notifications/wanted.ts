import type { Channel, Me, Message, Workspace } from "../../api/types";
import { isDirect } from "../channels/use-channels";
import { type Address, decide, type Side } from "./decide";
import { isQuiet } from "./quiet";

export interface Surroundings {
  readonly me: Me;
  readonly workspace: Pick<Workspace, "notify" | "muted_until"> | undefined;
  /** Whom I have blocked. */
  readonly blocked: ReadonlySet<string>;
  readonly now: number;
}

/** Whether somebody wants to be told of a message while they look elsewhere. Pure. */
export function isWanted(message: Message, channel: Channel, around: Surroundings): boolean {
  const { me, workspace, blocked, now } = around;
  const membership = channel.membership;
  if (!membership || message.author.id === me.id) return false;
  // Of a call that is over hears who missed it.
  if (message.call && !message.call.missed.includes(me.id)) return false;
  const verdict = decide({
    address: addressOf(message, me.id),
    direct: isDirect(channel),
    reply: message.parent_id !== null && message.message_no === null,
    channel: side(membership, now),
    workspace: side(workspace ?? { notify: "default", muted_until: null }, now),
    account: me.notifications.desktop,
    dnd: me.status.presence === "dnd" || isQuiet(me.notifications, me.timezone, now),
    blocked: blocked.has(message.author.id),
  });
  return verdict !== undefined && "tell" in verdict;
}

function side({ notify, muted_until }: Pick<Workspace, "notify" | "muted_until">, now: number): Side {
  return { notify, muted: muted_until !== null && Date.parse(muted_until) > now };
}

function addressOf({ mentions }: Message, me: string): Address {
  if (mentions.users.some((one) => one.user_id === me)) return "person";
  return mentions.channel || mentions.here ? "everyone" : "nobody";
}
