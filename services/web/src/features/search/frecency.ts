/** How often and how lately something was gone to, as one number that fades. */
export interface Visits {
  readonly weight: number;
  /** When `weight` was that, ms since 1970. */
  readonly at: number;
}

export type Frecency = Readonly<Record<string, Visits>>;

/** After this time a visit counts half. */
export const HALF_LIFE_MS = 3 * 24 * 3_600_000;
/** More would be kept for nothing: they have faded. */
export const MOST = 200;

export function weightNow(visits: Visits | undefined, now: number): number {
  if (!visits) return 0;
  // A clock that was put back must not make the past heavier.
  return visits.weight * 0.5 ** (Math.max(0, now - visits.at) / HALF_LIFE_MS);
}

export function visited(all: Frecency, id: string, now: number): Frecency {
  const next = { ...all, [id]: { weight: weightNow(all[id], now) + 1, at: now } };
  const ids = Object.keys(next);
  if (ids.length <= MOST) return next;
  const least = ids.filter((one) => one !== id).reduce((a, b) => (heavier(next, a, b, now) ? b : a));
  return Object.fromEntries(Object.entries(next).filter(([key]) => key !== least));
}

function heavier(all: Frecency, a: string, b: string, now: number): boolean {
  return weightNow(all[a], now) > weightNow(all[b], now);
}
