import type { Message } from "../api/types";
import type { Page } from "./timeline";

/** What grows along a channel's history: a message's number, or its time. */
export type Measure = (message: Message) => number;

interface Bound {
  readonly seq: number;
  readonly value: number;
}

export interface Search {
  /** A page around this seq, as the server cuts it: half of it before, half from there on. */
  readonly load: (seq: number) => Promise<Page>;
  readonly measure: Measure;
  /** The first message of at least this is wanted. */
  readonly target: number;
  /** Where to look first. */
  readonly guess: number;
  /** A message known to be beyond the target. */
  readonly end: Message;
}

/** Ends a search that the server's answers would keep going: history is halved this often at most. */
const TRIES = 24;

/**
 * The first message that reaches the target, found in a history that can only be asked for by seq: each page narrows
 * the range, and the next one is taken where the target would be if messages came evenly.
 */
export async function locate({ load, measure, target, guess, end }: Search): Promise<Message | undefined> {
  let low: Bound = { seq: 0, value: 0 };
  let high: Bound = { seq: end.seq, value: measure(end) };
  let seq = Math.max(1, Math.min(guess, end.seq));
  for (let tries = 0; tries < TRIES; tries++) {
    const { messages, hasOlder, hasNewer } = await load(seq);
    const first = messages[0];
    const last = messages.at(-1);
    if (!first || !last) return undefined;
    if (measure(first) >= target && hasOlder) high = { seq: first.seq, value: measure(first) };
    else if (measure(last) < target && hasNewer) low = { seq: last.seq, value: measure(last) };
    else return messages.find((message) => measure(message) >= target);
    // Nothing lies between: it is the upper one, which the page that was read last need not hold.
    if (high.seq - low.seq <= 1) {
      const isIt = (message: Message) => message.seq === high.seq;
      return messages.find(isIt) ?? (await load(high.seq)).messages.find(isIt);
    }
    seq = tries % 2 === 0 ? even(low, high, target) : Math.ceil((low.seq + high.seq) / 2);
  }
  return undefined;
}

function even(low: Bound, high: Bound, target: number): number {
  const share = high.value > low.value ? (target - low.value) / (high.value - low.value) : 0.5;
  const seq = Math.round(low.seq + (high.seq - low.seq) * share);
  return Math.max(low.seq + 1, Math.min(high.seq - 1, seq));
}
