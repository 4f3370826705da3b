import { end, type Step, without } from "./moves";
import type { Effect, State } from "./state";

/** A seat is kept for 10 s without a word. */
export const STAY_MS = 3_000;
/** A ring is told again, so that one that was missed is heard a little later. */
export const RING_AGAIN_MS = 5_000;
/** Who does not answer for so long is not there. */
export const RING_FOR_MS = 45_000;
/** A ring that is not told again for so long has nobody behind it. */
export const RING_LOST_MS = 12_000;
/** Time has gone by: who rings is heard no more, who is rung does not answer, and a seat is kept. Pure. */
export function ticked(state: State, now: number): Step {
  const effects: Effect[] = [];
  let next = state;
  const { incoming } = next;
  if (incoming && (now - incoming.heard >= RING_LOST_MS || now - incoming.since >= RING_FOR_MS)) {
    next = { ...end(next, incoming.ring), incoming: undefined };
    effects.push({ type: "missed", incoming });
  }
  const { own } = next;
  if (own?.stage !== "in") return [next, effects];
  const { channel, seat, ringing } = own;
  if (ringing && now - ringing.since >= RING_FOR_MS) {
    const cancel: Effect = { type: "cancel", channel, ring: ringing.ring, to: ringing.to };
    const [after, more] = without(next, own, ringing.to, "noAnswer");
    return [after, [...effects, cancel, ...more]];
  }
  let mine = own;
  if (ringing && now - ringing.told >= RING_AGAIN_MS) {
    mine = { ...mine, ringing: { ...ringing, told: now } };
    effects.push({ type: "ring", channel, ring: ringing.ring, to: ringing.to });
  }
  if (now - own.stayed >= STAY_MS) {
    mine = { ...mine, stayed: now };
    effects.push({ type: "stay", channel, seat });
  }
  return [{ ...next, own: mine }, effects];
}
