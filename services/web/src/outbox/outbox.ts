import type { Pending } from "../timeline/pending";

/** The outbox as a value: what is to be sent, in the order in which it was written. Pure; store.ts keeps it. */
export type Outbox = readonly Pending[];

export const BASE_RETRY_MS = 1_000;
export const CAP_RETRY_MS = 60_000;
/** Accepted but not reported durable after this: sent again, with the same nonce. */
export const DURABLE_WITHIN_MS = 30_000;
/** Older than this: asked about before it is sent. */
export const STALE_MS = 24 * 3_600_000;
export const CHANNELS_AT_ONCE = 3;

export type Failure =
  /** No answer, a lost socket, 5xx or 429: nobody knows, or not yet. */
  | { readonly kind: "again"; readonly retryAfterMs: number | undefined }
  /** The server said no for good. */
  | { readonly kind: "refused"; readonly code: string };

export function enqueue(outbox: Outbox, entry: Pending): Outbox {
  return outbox.some((known) => known.nonce === entry.nonce) ? outbox : [...outbox, entry];
}

/**
 * What may be sent now: the first unsent entry of each lane (channel and thread), so that one author's messages
 * arrive in the order in which they were written; a failed one does not hold up those behind it.
 */
export function due(outbox: Outbox, now: number): Pending[] {
  const busy = new Set<string>();
  const found: Pending[] = [];
  let sending = outbox.filter((entry) => entry.state === "sending").length;
  for (const entry of outbox) {
    if (entry.state === "failed" || entry.state === "accepted") continue;
    const lane = laneOf(entry);
    if (busy.has(lane)) continue;
    busy.add(lane);
    const ready = entry.state === "queued" && entry.retryAt <= now && now - entry.at < STALE_MS;
    if (ready && sending < CHANNELS_AT_ONCE) {
      sending += 1;
      found.push(entry);
    }
  }
  return found;
}

export function laneOf(entry: Pending): string {
  return `${entry.channel}/${entry.root ?? ""}`;
}

export function sending(outbox: Outbox, nonce: string): Outbox {
  return change(outbox, nonce, (entry) => ({ ...entry, state: "sending", attempts: entry.attempts + 1 }));
}

export function accepted(outbox: Outbox, nonce: string, at: { seq: number; epoch: number; now: number }): Outbox {
  return change(outbox, nonce, (entry) => ({
    ...entry,
    state: "accepted",
    seq: at.seq,
    epoch: at.epoch,
    retryAt: at.now + DURABLE_WITHIN_MS,
  }));
}

export function failed(outbox: Outbox, nonce: string, failure: Failure, now: number, random: number): Outbox {
  return change(outbox, nonce, (entry) => {
    if (failure.kind === "refused") return { ...entry, state: "failed", code: failure.code };
    const ceiling = Math.min(CAP_RETRY_MS, BASE_RETRY_MS * 2 ** Math.min(entry.attempts, 16));
    const wait = Math.max(failure.retryAfterMs ?? 0, Math.round(ceiling * (0.5 + random / 2)));
    return { ...entry, state: "queued", retryAt: now + wait };
  });
}

/** `durable {channel, seq}`: all that I sent to the channel up to seq is in the database. */
export function durable(outbox: Outbox, channel: string, seq: number): Outbox {
  const kept = outbox.filter(
    (entry) => !(entry.channel === channel && entry.state === "accepted" && entry.seq !== null && entry.seq <= seq),
  );
  return kept.length === outbox.length ? outbox : kept;
}

/** The channel's log has a new epoch: what was accepted in an older one goes again, with the same nonce. */
export function epochChanged(outbox: Outbox, channel: string, epoch: number, now: number): Outbox {
  return outbox.map((entry) =>
    entry.channel === channel && entry.state === "accepted" && entry.epoch !== epoch ? requeue(entry, now) : entry,
  );
}

/** Accepted too long ago without `durable`, or left over from a tab that died while sending: again. */
export function overdue(outbox: Outbox, now: number): Outbox {
  return outbox.map((entry) => (entry.state === "accepted" && entry.retryAt <= now ? requeue(entry, now) : entry));
}

/** After a reload nobody is sending: whatever was under way is unknown and goes again. */
export function reopen(outbox: Outbox, now: number): Outbox {
  return outbox.map((entry) =>
    entry.state === "sending" || entry.state === "uploading" ? requeue(entry, now) : entry,
  );
}

export function retry(outbox: Outbox, nonce: string, now: number): Outbox {
  return change(outbox, nonce, (entry) => ({ ...requeue(entry, now), at: now, code: null, attempts: 0 }));
}

export function discard(outbox: Outbox, nonce: string): Outbox {
  return outbox.filter((entry) => entry.nonce !== nonce);
}

function requeue(entry: Pending, now: number): Pending {
  return { ...entry, state: "queued", retryAt: now };
}

function change(outbox: Outbox, nonce: string, to: (entry: Pending) => Pending): Outbox {
  return outbox.map((entry) => (entry.nonce === nonce ? to(entry) : entry));
}
