import type { Effect, Incoming, Own, State, Why } from "./state";
import type { CallPerson } from "./types";

/** Rings that are over, remembered so that a late word does not begin them anew. */
const REMEMBERED = 20;

/** What is now, and what has to be done about it. */
export type Step = readonly [State, readonly Effect[]];

export function join(
  state: State,
  who: Pick<Own, "channel" | "seat" | "direct" | "ringing">,
  now: number,
  met = false,
): Step {
  const { channel, seat, direct, ringing } = who;
  const own: Own = { channel, seat, direct, ringing, stage: "joining", people: [], met, stayed: now };
  return [{ ...state, own }, [{ type: "join", channel, seat }]];
}

/** The server's word on who is there. */
export function settled(
  state: State,
  own: Own,
  input: { type: string; people: readonly CallPerson[] },
  now: number,
): Step {
  const people = input.people.filter((one) => one.user_id !== state.me);
  const joined = input.type === "joined" ? { stayed: now } : {};
  return alone(withPeople(state, { ...own, ...joined, stage: "in" }, people));
}

export function withPeople(state: State, own: Own, people: readonly CallPerson[]): State {
  const here = new Set(people.map((one) => one.user_id));
  const ring = own.ringing && { ...own.ringing, to: own.ringing.to.filter((one) => !here.has(one)) };
  const still = ring && ring.to.length > 0 ? ring : undefined;
  return { ...state, own: { ...own, people, met: own.met || people.length > 0, ringing: still } };
}

/** A call of two is over when the other one has gone; a ring that nobody is left to hear ends what it began. */
export function alone(state: State): Step {
  const { own } = state;
  if (!own || own.people.length > 0) return [state, []];
  return own.direct && own.met ? finish(state, own, "theyLeft") : [state, []];
}

export function finish(state: State, own: Own, why: Why): Step {
  const { channel, seat, ringing } = own;
  const effects: Effect[] = [];
  if (ringing) effects.push({ type: "cancel", channel, ring: ringing.ring, to: ringing.to });
  effects.push({ type: "leave", channel, seat });
  return [{ ...state, own: { ...own, stage: "ended", why, people: [], ringing: undefined } }, effects];
}

/** Those will not come. When nobody is left to wait for, and nobody was there, it is over. */
export function without(state: State, own: Own, users: readonly string[], why: Why): Step {
  if (!own.ringing) return [state, []];
  const to = own.ringing.to.filter((one) => !users.includes(one));
  if (to.length > 0) return [{ ...state, own: { ...own, ringing: { ...own.ringing, to } } }, []];
  const quiet = { ...own, ringing: undefined };
  if (own.met || own.people.length > 0) return [{ ...state, own: quiet }, []];
  return finish(state, quiet, why);
}

export const declining = ({ channel, ring, from }: Incoming): Effect => ({ type: "decline", channel, ring, to: from });

export const end = (state: State, ring: string): State => ({
  ...state,
  over: [...state.over.filter((one) => one !== ring), ring].slice(-REMEMBERED),
});

export function stopRinging(state: State, is: (incoming: Incoming) => boolean): State {
  return state.incoming && is(state.incoming) ? { ...state, incoming: undefined } : state;
}
