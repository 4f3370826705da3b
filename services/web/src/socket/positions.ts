import type { LogFrame } from "./frames";

/** Frames held while a gap is being filled, per channel. */
export const HOLD_FRAMES = 500;

/** Where one channel's log was read up to, and what arrived too early. */
export interface Feed {
  readonly epoch: number;
  /** Seq of the last event handed on. */
  readonly seq: number;
  /** Ascending by seq, all above `seq + 1`. */
  readonly hold: readonly LogFrame[];
}

export interface Taken {
  readonly feed: Feed;
  /** To be applied now, in this order. */
  readonly ready: readonly LogFrame[];
  /** A hole starts after this seq: fetch what follows it. */
  readonly fillAfter: number | undefined;
}

export function openFeed(epoch: number, seq: number): Feed {
  return { epoch, seq, hold: [] };
}

/**
 * The client's half of "no hole, no duplicate": `seq <= last` is dropped, `last + 1` is applied and drains the hold,
 * anything later is held and asks for a fill. More than `HOLD_FRAMES` held means the fill is not coming soon: the
 * earliest are kept, because they are what closes the hole; the rest is found again through the fill.
 */
export function take(feed: Feed, frames: readonly LogFrame[]): Taken {
  const waiting = new Map<number, LogFrame>();
  for (const frame of [...feed.hold, ...frames]) {
    if (frame.seq > feed.seq) waiting.set(frame.seq, frame);
  }
  const ready: LogFrame[] = [];
  let seq = feed.seq;
  for (let next = waiting.get(seq + 1); next; next = waiting.get(seq + 1)) {
    ready.push(next);
    waiting.delete(next.seq);
    seq = next.seq;
  }
  const hold = [...waiting.values()].sort((a, b) => a.seq - b.seq).slice(0, HOLD_FRAMES);
  return { feed: { ...feed, seq, hold }, ready, fillAfter: hold.length > 0 ? seq : undefined };
}

/** A ping named a head above ours: the last event was lost, nothing follows that would show the hole. */
export function behindHead(feed: Feed, head: number): boolean {
  return head > (feed.hold.at(-1)?.seq ?? feed.seq);
}
