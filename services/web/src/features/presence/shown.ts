import type { Status } from "../../api/types";
import { useNow } from "../../ui/use-now";
import { useStatus } from "./presence";

const MINUTE_MS = 60_000;

/** What is left of a status when its time is over: nobody tells, each client sees it by its own clock. */
export function still(status: Status, now: number): Status {
  if (status.expires_at === null || Date.parse(status.expires_at) > now) return status;
  return { ...status, text: null, emoji: null, expires_at: null };
}

/** `useStatus`, with an eye on the clock: for what is said with words, such as "5 minutes ago". */
export function useShownStatus(user: string): { readonly status: Status | undefined; readonly now: number } {
  const status = useStatus(user);
  const isTimed = status !== undefined && (status.expires_at !== null || status.presence === "offline");
  const now = useNow(isTimed ? MINUTE_MS : undefined);
  return { status: status && still(status, now), now };
}
