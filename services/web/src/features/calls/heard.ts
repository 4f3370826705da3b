import { alone, declining, end, type Step, stopRinging, without, withPeople } from "./moves";
import { type Incoming, type Input, isInCall, type Own, type State } from "./state";
import type { CallMedia, CallPerson } from "./types";

/** What another page says, of somebody else or of mine. Pure. */
export function signalled(state: State, input: Extract<Input, { type: "signal" }>, now: number): Step {
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
