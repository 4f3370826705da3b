/**
 * How two browsers agree on what they send each other, over a way that loses, doubles and reorders. Pure.
 *
 * Exchanges are counted. Either side may begin the next one; when both do, the one who is not polite goes on and the
 * other takes its own offer back. Whoever waits repeats, and whoever was asked before says the same again: so nothing
 * is lost for good, and nothing old is taken for new.
 */
export interface Negotiation {
  readonly polite: boolean;
  /** Exchanges that are complete on this side; the other side's count differs by one at most. */
  readonly done: number;
  /** An offer of exchange `done + 1` is on its way. */
  readonly offering: boolean;
  /** The last exchange was answered here: the answer may be asked for again. */
  readonly answered: boolean;
  /** Something changed that the other side does not know. */
  readonly needed: boolean;
}

export type Heard =
  /** There is something new to agree on. */
  | { readonly type: "needed" }
  | { readonly type: "offer"; readonly n: number; readonly sdp: string }
  | { readonly type: "answer"; readonly n: number; readonly sdp: string }
  /** Nothing came for a while. */
  | { readonly type: "waited" };

export type Act =
  /** Make an offer and send it. */
  | { readonly type: "offer"; readonly n: number }
  /** Send the last offer, or the last answer, once more. */
  | { readonly type: "repeatOffer"; readonly n: number }
  | { readonly type: "repeatAnswer"; readonly n: number }
  /** Take the other's offer, taking back one's own if there is one; answer it. */
  | { readonly type: "accept"; readonly n: number; readonly sdp: string }
  /** Take the answer. */
  | { readonly type: "apply"; readonly sdp: string };

export const begin = (polite: boolean): Negotiation => ({
  polite,
  done: 0,
  offering: false,
  answered: false,
  needed: false,
});

type Step = readonly [Negotiation, readonly Act[]];

export function negotiate(now: Negotiation, heard: Heard): Step {
  switch (heard.type) {
    case "needed":
      return next({ ...now, needed: true }, []);
    case "waited":
      return [now, now.offering ? [{ type: "repeatOffer", n: now.done + 1 }] : []];
    case "answer":
      if (!now.offering || heard.n !== now.done + 1) return [now, []];
      return next({ ...now, done: heard.n, offering: false, answered: false }, [{ type: "apply", sdp: heard.sdp }]);
    case "offer":
      return offered(now, heard.n, heard.sdp);
  }
}

function offered(now: Negotiation, n: number, sdp: string): Step {
  const own = now.done + 1;
  // My answer was lost.
  if (n === now.done) return [now, now.answered ? [{ type: "repeatAnswer", n }] : []];
  // The other side is done with what I still wait for: its answer comes again.
  if (n > own) return [now, now.offering ? [{ type: "repeatOffer", n: own }] : []];
  if (n < now.done || (now.offering && !now.polite)) return [now, []];
  // What I offered myself and took back is still to be agreed on.
  const needed = now.needed || now.offering;
  return next({ ...now, done: n, offering: false, answered: true, needed }, [{ type: "accept", n, sdp }]);
}

function next(now: Negotiation, acts: readonly Act[]): Step {
  if (!now.needed || now.offering) return [now, acts];
  const begun = { ...now, needed: false, offering: true };
  return [begun, [...acts, { type: "offer", n: now.done + 1 }]];
}

/** Of two, the one with the lower id gives way. */
export const isPolite = (me: string, other: string): boolean => me < other;
