import type { Membership, Notifications } from "../../api/types";

type Notify = Membership["notify"];

/** Whom a message addresses, as far as it is about one person. */
export type Address = "nobody" | "thread" | "everyone" | "person";
/** Why a message concerns somebody. */
export type Concern = "mention" | "everyone" | "thread" | "direct" | "message";
/** Why somebody is not told of a message that concerns them. */
export type Silence = "blocked" | "level" | "muted" | "dnd";

export interface Side {
  readonly notify: Notify;
  readonly muted: boolean;
}

export interface Case {
  readonly address: Address;
  readonly direct: boolean;
  /** It stands in its thread alone. */
  readonly reply: boolean;
  readonly channel: Side;
  readonly workspace: Side;
  readonly account: Notifications["desktop"];
  readonly dnd: boolean;
  readonly blocked: boolean;
}

export type Verdict = { readonly tell: Concern } | { readonly silence: Silence } | undefined;

/**
 * Whether somebody is told of a message: the rule of the server (`crates/domain/src/notify.rs`), held to the same table
 * of cases. The closest setting counts; what is muted lets through only what names the person. Undefined: it does not
 * concern them. Pure.
 */
export function decide(one: Case): Verdict {
  const level =
    one.channel.notify !== "default"
      ? one.channel.notify
      : one.workspace.notify !== "default"
        ? one.workspace.notify
        : one.account;
  const concern = concernOf(one, level);
  if (!concern) return undefined;
  if (one.blocked) return { silence: "blocked" };
  if (level === "none") return { silence: "level" };
  if ((one.channel.muted || one.workspace.muted) && concern !== "mention") return { silence: "muted" };
  return one.dnd ? { silence: "dnd" } : { tell: concern };
}

function concernOf({ address, direct, reply }: Case, level: Notifications["desktop"]): Concern | undefined {
  if (address === "person") return "mention";
  if (address !== "nobody") return address;
  if (direct) return "direct";
  return level === "all" && !reply ? "message" : undefined;
}
