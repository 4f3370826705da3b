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
