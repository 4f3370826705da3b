import type { Message } from "../api/types";
import type { Pending } from "../timeline/pending";
import type { Timeline } from "../timeline/timeline";

/** What takes longer was no delivery: the device slept, or had no network. The server takes no more either. */
export const LONGEST_MS = 60_000;

interface OnItsWay {
  readonly entry: Pending;
  /** When it was sent, in ms of a clock that only goes forward. */
  readonly since: number;
}

/**
 * How long my own messages take: from the sending of each until its event has come back. Only what one clock can tell
 * and what happened while somebody looked: a message that was sent twice, or during which the page was hidden, is not
 * counted.
 */
export class Deliveries {
  private readonly onTheirWay = new Map<string, OnItsWay>();

  constructor(
    private readonly me: string,
    private readonly took: (ms: number) => void,
  ) {}

  /** The outbox has changed. `inFront`: this is the page in which somebody writes; others hear of it, too. */
  changed(entries: readonly Pending[], before: readonly Pending[], at: { now: number; inFront: boolean }): void {
    const known = new Map(before.map((entry) => [entry.nonce, entry.state]));
    for (const entry of entries) {
      const starts = entry.state === "sending" && known.get(entry.nonce) !== "sending";
      if (starts && entry.attempts === 1 && at.inFront) this.onTheirWay.set(entry.nonce, { entry, since: at.now });
      else if (starts || entry.state === "failed") this.onTheirWay.delete(entry.nonce);
    }
  }

  /** Looks for them among what has come. `heard`: when the last of it came. */
  look(timelineOf: (entry: Pending) => Timeline | undefined, heard: number): void {
    for (const [nonce, { entry, since }] of this.onTheirWay) {
      if (!hasCome(timelineOf(entry), this.me, nonce)) continue;
      this.onTheirWay.delete(nonce);
      const ms = Math.round(heard - since);
      if (ms >= 0 && ms <= LONGEST_MS) this.took(ms);
    }
  }

  /** Whether there is anything to look for. */
  get isIdle(): boolean {
    return this.onTheirWay.size === 0;
  }

  /** Nobody looked for a while: clocks and timers may have stood still. */
  forget(): void {
    this.onTheirWay.clear();
  }
}

/** Whether the event is here. The answer to the command alone brings the row, but not the timeline up to it. */
function hasCome(timeline: Timeline | undefined, me: string, nonce: string): boolean {
  const mine = (message: Message) => message.nonce === nonce && message.author.id === me;
  const message = timeline?.segments.at(-1)?.messages.findLast(mine);
  return timeline !== undefined && message !== undefined && message.seq <= timeline.seq;
}
