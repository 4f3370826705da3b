import type { Status } from "../../socket/link-types";

/** Short interruptions are nobody's business. */
export const PATIENCE_MS = 2_000;
/** So long the banner says that the link is back. */
export const BACK_MS = 2_000;

const REPLACED = 4510;
const SIGNED_OUT = [4100, 4503];

export type Notice =
  | { readonly kind: "none" }
  | { readonly kind: "offline" }
  /** `seconds` until the next attempt; 0: under way. */
  | { readonly kind: "lost"; readonly seconds: number }
  | { readonly kind: "back"; readonly caughtUp: number }
  /** Too many tabs: the server kept the newer ones. */
  | { readonly kind: "replaced" }
  /** The server does not understand this page: it is of another time. */
  | { readonly kind: "outdated" };

export interface Link {
  readonly status: Status;
  readonly lostAt: number | null;
  readonly caughtUp: number;
}

const NONE: Notice = { kind: "none" };

/** What the banner says. `backAt`: when a loss that had been shown ended. Pure. */
export function noticeOf({ status, lostAt, caughtUp }: Link, backAt: number | undefined, now: number): Notice {
  if (status.name === "stopped") {
    if (SIGNED_OUT.includes(status.code)) return NONE;
    return status.code === REPLACED ? { kind: "replaced" } : { kind: "outdated" };
  }
  if (lostAt === null) return backAt !== undefined && now - backAt < BACK_MS ? { kind: "back", caughtUp } : NONE;
  if (now - lostAt < PATIENCE_MS) return NONE;
  if (status.name === "offline") return { kind: "offline" };
  const seconds = status.name === "waiting" ? Math.max(0, Math.ceil((status.until - now) / 1_000)) : 0;
  return { kind: "lost", seconds };
}
