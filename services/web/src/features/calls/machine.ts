import type { CallMedia, CallNews, CallPerson } from "./types";

/** A seat is kept for 10 s without a word. */
export const STAY_MS = 3_000;
/** A ring is told again, so that one that was missed is heard a little later. */
export const RING_AGAIN_MS = 5_000;
/** Who does not answer for so long is not there. */
export const RING_FOR_MS = 45_000;
/** A ring that is not told again for so long has nobody behind it. */
export const RING_LOST_MS = 12_000;
/** Rings that are over, remembered so that a late word does not begin them anew. */
const REMEMBERED = 20;

/** Somebody rings here. */
export interface Incoming {
  readonly channel: string;
  readonly from: string;
  readonly ring: string;
  readonly video: boolean;
  readonly since: number;
  readonly heard: number;
}

export type Why =
  | "hungUp"
  | "theyLeft"
  | "declined"
  | "busy"
  | "noAnswer"
  | "full"
  | "elsewhere"
  | "moved"
  | "gone"
  | "failed";

/** Somebody whom I ring. */
export interface Ringing {
  readonly ring: string;
  readonly to: readonly string[];
  readonly since: number;
  readonly told: number;
}

/** The call I am in, am about to be in, or was in. */
export interface Own {
  readonly channel: string;
  readonly seat: string;
  readonly stage: "joining" | "in" | "ended";
  readonly why?: Why;
  /** Ends when the other one goes: a call of two. */
  readonly direct: boolean;
  /** The others. */
  readonly people: readonly CallPerson[];
  readonly ringing: Ringing | undefined;
  /** Somebody else was there at some time. */
  readonly met: boolean;
  readonly stayed: number;
}

export interface State {
  readonly me: string;
  readonly incoming: Incoming | undefined;
  readonly own: Own | undefined;
  readonly over: readonly string[];
}

export interface Start {
  readonly channel: string;
  readonly seat: string;
  readonly direct: boolean;
  readonly ring: string;
  /** Whom to ring: nobody in a channel. */
  readonly to: readonly string[];
}

export type Input =
  | ({ readonly type: "start" } & Start)
  | { readonly type: "accept"; readonly seat: string; readonly direct: boolean }
  | { readonly type: "decline" }
  | { readonly type: "hangUp" }
  /** What the server says of the call: after joining, and every few seconds. */
  | { readonly type: "joined" | "stayed"; readonly seat: string; readonly people: readonly CallPerson[] }
  | { readonly type: "rung"; readonly busy: readonly string[] }
  | { readonly type: "refused"; readonly seat: string; readonly why: Why }
  /** The seat ran out, perhaps because this page was away: a new one, at once. */
  | { readonly type: "lost"; readonly seat: string; readonly again: string }
  | {
      readonly type: "signal";
      readonly channel: string;
      readonly from: string;
      readonly seat: string;
      readonly news: CallNews;
    }
  | { readonly type: "dismiss" }
  | { readonly type: "tick" };

export type Effect =
  | { readonly type: "join" | "stay" | "leave"; readonly channel: string; readonly seat: string }
  | { readonly type: "ring"; readonly channel: string; readonly ring: string; readonly to: readonly string[] }
  | { readonly type: "cancel"; readonly channel: string; readonly ring: string; readonly to: readonly string[] }
  | { readonly type: "decline"; readonly channel: string; readonly ring: string; readonly to: string }
  | { readonly type: "missed"; readonly incoming: Incoming };

export const begin = (me: string): State => ({ me, incoming: undefined, own: undefined, over: [] });

export const isInCall = (state: State): boolean => state.own !== undefined && state.own.stage !== "ended";

type Step = readonly [State, readonly Effect[]];

/** What one person's page does about a call. Pure; `now` in ms. */
export function step(state: State, input: Input, now: number): Step {
  const { own, incoming } = state;
  switch (input.type) {
    case "start":
      if (isInCall(state)) return [state, []];
      return join({ ...state, incoming: undefined }, { ...input, ringing: ringing(input, now) }, now);
    case "accept":
      if (!incoming || isInCall(state)) return [state, []];
      return join(
        { ...end(state, incoming.ring), incoming: undefined },
        { channel: incoming.channel, seat: input.seat, direct: input.direct, ringing: undefined },
        now,
        // Whoever rang was there: when they are not any more, a call of two is over.
        true,
      );
    case "decline":
      if (!incoming) return [state, []];
      return [{ ...end(state, incoming.ring), incoming: undefined }, [declining(incoming)]];
    case "hangUp":
      return own && isInCall(state) ? finish(state, own, "hungUp") : [state, []];
    case "joined":
    case "stayed":
      return own?.seat === input.seat && isInCall(state) ? settled(state, own, input, now) : [state, []];
    case "rung":
      return own?.ringing ? without(state, own, input.busy, "busy") : [state, []];
    case "refused":
      if (own?.seat !== input.seat || !isInCall(state)) return [state, []];
      return finish(state, own, input.why);
    case "lost":
      if (own?.seat !== input.seat || own.stage !== "in") return [state, []];
      return [
        { ...state, own: { ...own, seat: input.again, stage: "joining", people: [] } },
        [{ type: "join", channel: own.channel, seat: input.again }],
      ];
    case "signal":
      return signalled(state, input, now);
    case "dismiss":
      return own?.stage === "ended" ? [{ ...state, own: undefined }, []] : [state, []];
    case "tick":
      return ticked(state, now);
  }
}

function ringing({ ring, to }: Start, now: number): Ringing | undefined {
  return to.length > 0 ? { ring, to, since: now, told: Number.NEGATIVE_INFINITY } : undefined;
}

function join(state: State, who: Pick<Own, "channel" | "seat" | "direct" | "ringing">, now: number, met = false): Step {
  const { channel, seat, direct, ringing } = who;
  const own: Own = { channel, seat, direct, ringing, stage: "joining", people: [], met, stayed: now };
  return [{ ...state, own }, [{ type: "join", channel, seat }]];
}

/** The server's word on who is there. */
function settled(state: State, own: Own, input: { type: string; people: readonly CallPerson[] }, now: number): Step {
  const people = input.people.filter((one) => one.user_id !== state.me);
  const joined = input.type === "joined" ? { stayed: now } : {};
  return alone(withPeople(state, { ...own, ...joined, stage: "in" }, people));
}

function withPeople(state: State, own: Own, people: readonly CallPerson[]): State {
  const here = new Set(people.map((one) => one.user_id));
  const ring = own.ringing && { ...own.ringing, to: own.ringing.to.filter((one) => !here.has(one)) };
  const still = ring && ring.to.length > 0 ? ring : undefined;
  return { ...state, own: { ...own, people, met: own.met || people.length > 0, ringing: still } };
}

/** A call of two is over when the other one has gone; a ring that nobody is left to hear ends what it began. */
function alone(state: State): Step {
  const { own } = state;
  if (!own || own.people.length > 0) return [state, []];
  return own.direct && own.met ? finish(state, own, "theyLeft") : [state, []];
}

function finish(state: State, own: Own, why: Why): Step {
  const { channel, seat, ringing } = own;
  const effects: Effect[] = [];
  if (ringing) effects.push({ type: "cancel", channel, ring: ringing.ring, to: ringing.to });
  effects.push({ type: "leave", channel, seat });
  return [{ ...state, own: { ...own, stage: "ended", why, people: [], ringing: undefined } }, effects];
}

/** Those will not come. When nobody is left to wait for, and nobody was there, it is over. */
function without(state: State, own: Own, users: readonly string[], why: Why): Step {
  if (!own.ringing) return [state, []];
  const to = own.ringing.to.filter((one) => !users.includes(one));
  if (to.length > 0) return [{ ...state, own: { ...own, ringing: { ...own.ringing, to } } }, []];
  const quiet = { ...own, ringing: undefined };
  if (own.met || own.people.length > 0) return [{ ...state, own: quiet }, []];
  return finish(state, quiet, why);
}

function signalled(state: State, input: Extract<Input, { type: "signal" }>, now: number): Step {
  const { channel, from, seat, news } = input;
  const { incoming, own } = state;
  switch (news.type) {
    case "ringing":
      return rings(state, { channel, from, ring: news.ring, video: news.video, since: now, heard: now });
    case "cancelled": {
      const known = end(state, news.ring);
      if (incoming?.ring !== news.ring || incoming.from !== from) return [known, []];
      return [{ ...known, incoming: undefined }, [{ type: "missed", incoming }]];
    }
    case "declined": {
      if (from === state.me) return [stopRinging(end(state, news.ring), (one) => one.ring === news.ring), []];
      return own?.ringing?.ring === news.ring ? without(state, own, [from], "declined") : [state, []];
    }
    case "joined": {
      if (from !== state.me)
        return inMine(state, channel, (mine) => came(state, mine, { from, seat, media: news.media }));
      // One of my own devices: it answered, or it took this one's place.
      const quiet = stopRinging(incoming ? end(state, incoming.ring) : state, (one) => one.channel === channel);
      return inMine(quiet, channel, (mine) =>
        mine.seat === seat
          ? [quiet, []]
          : [{ ...quiet, own: { ...mine, stage: "ended", why: "moved", people: [] } }, []],
      );
    }
    case "left":
      // My own seat: the server says more when it is asked.
      if (from === state.me) return inMine(state, channel, (mine) => [{ ...state, own: { ...mine, stayed: 0 } }, []]);
      return inMine(state, channel, (mine) => {
        const people = mine.people.filter((one) => one.user_id !== from);
        return alone(withPeople(state, mine, people));
      });
    case "media":
      return inMine(state, channel, (mine) => {
        const people = mine.people.map((one) =>
          one.seat === seat && one.user_id === from ? { ...one, media: news.media } : one,
        );
        return [{ ...state, own: { ...mine, people } }, []];
      });
    default:
      return [state, []];
  }
}

const inMine = (state: State, channel: string, act: (own: Own) => Step): Step =>
  state.own?.channel === channel && isInCall(state) ? act(state.own) : [state, []];

function came(state: State, own: Own, who: { from: string; seat: string; media: CallMedia }): Step {
  const joined_at = new Date(0).toISOString();
  const others = own.people.filter((one) => one.user_id !== who.from);
  const person: CallPerson = { user_id: who.from, seat: who.seat, media: who.media, joined_at };
  return [withPeople(state, own, [...others, person]), []];
}

function rings(state: State, ring: Incoming): Step {
  // It was declined or answered, and the one who rings has not heard of it.
  if (state.over.includes(ring.ring)) return [state, isInCall(state) ? [] : [declining(ring)]];
  if (isInCall(state)) return [state, []];
  const { incoming } = state;
  if (!incoming) return [{ ...state, incoming: ring }, []];
  return incoming.ring === ring.ring ? [{ ...state, incoming: { ...incoming, heard: ring.heard } }, []] : [state, []];
}

const declining = ({ channel, ring, from }: Incoming): Effect => ({ type: "decline", channel, ring, to: from });

const end = (state: State, ring: string): State => ({
  ...state,
  over: [...state.over.filter((one) => one !== ring), ring].slice(-REMEMBERED),
});

function stopRinging(state: State, is: (incoming: Incoming) => boolean): State {
  return state.incoming && is(state.incoming) ? { ...state, incoming: undefined } : state;
}

function ticked(state: State, now: number): Step {
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
