/** Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): random(0, min(cap, base · 2ⁿ)), never below the floor. */
export const BASE_MS = 500;
export const FLOOR_MS = 200;
export const CAP_VISIBLE_MS = 30_000;
export const CAP_HIDDEN_MS = 120_000;
/** A connection that lived this long counts as healthy: the next failure starts from attempt 0 again. */
export const HEALTHY_AFTER_MS = 30_000;

export interface BackoffInput {
  /** How many attempts failed since the last healthy connection, 0 for the first. */
  attempt: number;
  hidden: boolean;
  /** What the server asked for (Retry-After or `reconnect`), in milliseconds. */
  retryAfterMs?: number | undefined;
  /** In [0, 1). */
  random: number;
}

export function backoffMs({ attempt, hidden, retryAfterMs, random }: BackoffInput): number {
  const cap = hidden ? CAP_HIDDEN_MS : CAP_VISIBLE_MS;
  const ceiling = Math.min(cap, BASE_MS * 2 ** Math.min(attempt, 16));
  const jittered = Math.max(FLOOR_MS, Math.floor(random * ceiling));
  return Math.max(jittered, retryAfterMs ?? 0);
}
