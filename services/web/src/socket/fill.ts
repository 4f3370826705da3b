import type { Problem } from "../api/types";
import type { LogFrame } from "./frames";
import type { Feed } from "./positions";

export interface EventsPage {
  readonly events: readonly LogFrame[];
  readonly head_seq: number;
  readonly epoch: number;
}

export type Ask = (afterSeq: number) => Promise<EventsPage>;

/**
 * `closed`: nothing is missing any more. `gone`: the server no longer has these events, or they are of another life.
 * `short`: it answered, but not with what is missing. `unreachable`: nobody answered; the resume that follows helps.
 */
export type Filled = "closed" | "gone" | "short" | "unreachable";

/**
 * Close a hole: ask for what follows the position, page by page, and take it; whom to ask is tried in order. The feed
 * may move while we wait, because live events go on arriving.
 */
export async function fillGap(
  asks: readonly Ask[],
  feed: () => Feed | undefined,
  take: (events: readonly LogFrame[]) => void,
): Promise<Filled> {
  let outcome: Filled = "unreachable";
  for (const ask of asks) {
    try {
      for (;;) {
        const before = feed();
        if (!before) return "closed";
        const page = await ask(before.seq);
        if (page.epoch !== feed()?.epoch) return "gone";
        take(page.events);
        const after = feed();
        if (!after || (after.hold.length === 0 && after.seq >= page.head_seq)) return "closed";
        if (after.seq === before.seq) break;
      }
      outcome = "short";
    } catch (error) {
      if ((error as Partial<Problem> | undefined)?.code === "events_gone") return "gone";
    }
  }
  return outcome;
}

/** A hole that nobody could close is tried again after this. */
const AGAIN_MS = 3_000;
/** As often; then the channel is read again instead. */
const TRIES = 3;

export interface HoleParts {
  /** Whom to ask for the events that are missing, the best first. */
  readonly asks: readonly ((channel: string, afterSeq: number) => Promise<EventsPage>)[];
  feed(channel: string): Feed | undefined;
  take(events: readonly LogFrame[]): void;
  filled(): void;
  /** Nobody has what is missing. */
  hopeless(channel: string, feed: Feed): void;
}

/** The holes that are being closed, one request per channel at a time. */
export class Holes {
  private readonly open = new Set<string>();

  constructor(private readonly parts: HoleParts) {}

  fill(channel: string): void {
    if (!this.open.has(channel)) void this.close(channel, 1);
  }

  private async close(channel: string, tries: number): Promise<void> {
    const { parts } = this;
    this.open.add(channel);
    const asks = parts.asks.map(
      (ask): Ask =>
        (after) =>
          ask(channel, after),
    );
    const outcome = await fillGap(asks, () => parts.feed(channel), parts.take);
    const feed = parts.feed(channel);
    if (feed && outcome === "short" && tries < TRIES) {
      setTimeout(() => void this.close(channel, tries + 1), AGAIN_MS);
      return;
    }
    this.open.delete(channel);
    if (!feed) return;
    if (outcome === "closed") parts.filled();
    else if (outcome !== "unreachable") parts.hopeless(channel, feed);
  }
}
