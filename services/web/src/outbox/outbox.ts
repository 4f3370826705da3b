import type { Pending } from "../timeline/pending";

/** The outbox as a value: what is to be sent, in the order in which it was written. Pure; store.ts keeps it. */
export type Outbox = readonly Pending[];

export const BASE_RETRY_MS = 1_000;
export const CAP_RETRY_MS = 60_000;
/** Accepted but not reported durable after this: sent again, with the same nonce. */
export const DURABLE_WITHIN_MS = 30_000;
/** Older than this: asked about before it is sent. */
export const STALE_MS = 24 * 3_600_000;
/** Lanes that send at the same time, and lanes that upload: a long upload keeps no text waiting elsewhere. */
export const LANES_AT_ONCE = 3;

export type Failure =
  /** No answer, a lost socket, 5xx or 429: nobody knows, or not yet. */
  | { readonly kind: "again"; readonly retryAfterMs: number | undefined; readonly code?: string }
  /** The server said no for good. */
  | { readonly kind: "refused"; readonly code: string; readonly people?: number };

export function enqueue(outbox: Outbox, entry: Pending): Outbox {
  return outbox.some((known) => known.nonce === entry.nonce) ? outbox : [...outbox, entry];
}

/**
 * What may go on now: the first unsent entry of each lane (channel and thread), so that one author's messages arrive
 * in the order in which they were written. One that failed, or that asks first, does not hold up those behind it.
 */
export function due(outbox: Outbox, now: number): Pending[] {
  const busy = new Set<string>();
  const found: Pending[] = [];
  const running = { sending: 0, uploading: 0 };
  for (const { state } of outbox) if (state === "sending" || state === "uploading") running[state] += 1;
  for (const entry of outbox) {
    if (entry.state === "failed" || entry.state === "accepted" || isStale(entry, now)) continue;
    const lane = laneOf(entry);
    if (busy.has(lane)) continue;
    busy.add(lane);
    const next = needsUpload(entry) ? "uploading" : "sending";
    if (entry.state === "queued" && entry.retryAt <= now && running[next] < LANES_AT_ONCE) {
      running[next] += 1;
      found.push(entry);
    }
  }
  return found;
}

export function laneOf(entry: Pending): string {
  return `${entry.channel}/${entry.root ?? ""}`;
}

export function needsUpload(entry: Pending): boolean {
  return entry.files.some((file) => file.id === null);
}

/** Written so long ago that it may not be meant any more. */
export function isStale(entry: Pending, now: number): boolean {
  return entry.state === "queued" && now - entry.at >= STALE_MS;
}

export function sending(outbox: Outbox, nonce: string): Outbox {
  return change(outbox, nonce, (entry) => ({ ...entry, state: "sending", attempts: entry.attempts + 1 }));
}

export function uploading(outbox: Outbox, nonce: string): Outbox {
  return change(outbox, nonce, (entry) => ({ ...entry, state: "uploading", attempts: entry.attempts + 1 }));
}

/** One file of it is on the server: written back at once, so that a reload does not upload it again. */
export function uploaded(outbox: Outbox, nonce: string, key: string, id: string): Outbox {
  return change(outbox, nonce, (entry) => ({
    ...entry,
    files: entry.files.map((file) => (file.key === key ? { ...file, id } : file)),
  }));
}

/** All of its files are on the server: it is sent next, and counts its attempts anew. */
export function complete(outbox: Outbox, nonce: string, now: number): Outbox {
  return change(outbox, nonce, (entry) => ({ ...requeue(entry, now), attempts: 0 }));
}

export function accepted(outbox: Outbox, nonce: string, at: { seq: number; epoch: number; now: number }): Outbox {
  return change(outbox, nonce, (entry) => ({
    ...entry,
    state: "accepted",
    seq: at.seq,
    epoch: at.epoch,
    code: null,
    retryAt: at.now + DURABLE_WITHIN_MS,
  }));
}

export function failed(outbox: Outbox, nonce: string, failure: Failure, now: number, random: number): Outbox {
  return change(outbox, nonce, (entry) => {
    if (failure.kind === "refused") {
      const { code, people } = failure;
      return { ...entry, state: "failed", code, ...(people === undefined ? {} : { mass: { people, answer: "none" } }) };
    }
    const ceiling = Math.min(CAP_RETRY_MS, BASE_RETRY_MS * 2 ** Math.min(entry.attempts, 16));
    const wait = Math.max(failure.retryAfterMs ?? 0, Math.round(ceiling * (0.5 + random / 2)));
    return { ...entry, state: "queued", retryAt: now + wait, code: failure.code ?? null };
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
  return map(outbox, (entry) =>
    entry.channel === channel && entry.state === "accepted" && entry.epoch !== epoch
      ? { ...requeue(entry, now), epoch }
      : entry,
  );
}

/** Accepted too long ago without `durable`: again. */
export function overdue(outbox: Outbox, now: number): Outbox {
  return map(outbox, (entry) => (entry.state === "accepted" && entry.retryAt <= now ? requeue(entry, now) : entry));
}

/** After a reload nobody is sending: whatever was under way is unknown and goes again. */
export function reopen(outbox: Outbox, now: number): Outbox {
  return map(outbox, (entry) => (isUnderWay(entry) ? requeue(entry, now) : entry));
}

/** The link is back: what waited for no other reason than that it was away need not wait any longer. */
export function hurry(outbox: Outbox, now: number): Outbox {
  return map(outbox, (entry) =>
    entry.state === "queued" && entry.code === null && entry.retryAt > now ? { ...entry, retryAt: now } : entry,
  );
}

/** Send it again, or send it all the same, however old it is. */
export function retry(outbox: Outbox, nonce: string, now: number): Outbox {
  return change(outbox, nonce, (entry) =>
    entry.state === "failed" || entry.state === "queued"
      ? { ...requeue(entry, now), at: now, code: null, attempts: 0 }
      : entry,
  );
}

/** What the author says to calling so many people: it goes again, or stays where it is, not sent. */
export function answer(outbox: Outbox, nonce: string, yes: boolean, now: number): Outbox {
  return change(outbox, nonce, (entry) => {
    if (!asks(entry)) return entry;
    const mass = { people: entry.mass.people, answer: yes ? "yes" : "no" } as const;
    return yes ? { ...requeue(entry, now), at: now, code: null, attempts: 0, mass } : { ...entry, mass };
  });
}

/** It waits for its author to say whether so many people are meant. */
export function asks(entry: Pending): entry is Pending & { readonly mass: NonNullable<Pending["mass"]> } {
  return entry.state === "failed" && entry.mass?.answer === "none";
}

export function discard(outbox: Outbox, nonce: string): Outbox {
  return outbox.filter((entry) => entry.nonce !== nonce);
}

/** What another tab did to the outbox. Whoever sends knows better how far its own sends have come. */
export function patch(
  outbox: Outbox,
  { changed, gone }: { readonly changed: readonly Pending[]; readonly gone: readonly string[] },
  sends: boolean,
): Outbox {
  const mine = new Set(sends ? outbox.filter(isMoving).map((entry) => entry.nonce) : []);
  const news = new Map(changed.filter((entry) => !mine.has(entry.nonce)).map((entry) => [entry.nonce, entry]));
  const left = new Set(gone.filter((nonce) => !mine.has(nonce)));
  const kept = outbox
    .filter((entry) => !left.has(entry.nonce))
    .map((entry) => {
      const newer = news.get(entry.nonce) ?? entry;
      news.delete(entry.nonce);
      return newer;
    });
  return inOrder([...kept, ...news.values()]);
}

/** Nonces ascend with time: this is the order in which the entries were written. */
export function inOrder(entries: readonly Pending[]): Outbox {
  return [...entries].sort((a, b) => (a.nonce < b.nonce ? -1 : a.nonce > b.nonce ? 1 : 0));
}

function isUnderWay(entry: Pending): boolean {
  return entry.state === "sending" || entry.state === "uploading";
}

function isMoving(entry: Pending): boolean {
  return isUnderWay(entry) || entry.state === "accepted";
}

function requeue(entry: Pending, now: number): Pending {
  return { ...entry, state: "queued", retryAt: now };
}

function change(outbox: Outbox, nonce: string, to: (entry: Pending) => Pending): Outbox {
  return map(outbox, (entry) => (entry.nonce === nonce ? to(entry) : entry));
}

/** The same value when nothing changed, so that nobody draws or writes for nothing. */
function map(outbox: Outbox, to: (entry: Pending) => Pending): Outbox {
  const next = outbox.map(to);
  return next.every((entry, index) => entry === outbox[index]) ? outbox : next;
}
