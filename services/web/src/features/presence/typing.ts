import { create } from "zustand";

/** A typist who says nothing for this long has stopped. */
export const TYPING_MS = 5_000;

interface Typist {
  readonly user: string;
  readonly until: number;
}

interface TypingState {
  /** By place: `channel` or `channel/root`. */
  readonly places: Readonly<Record<string, readonly Typist[]>>;
  started(place: string, user: string, now: number): void;
  stopped(place: string, user: string): void;
  expire(now: number): void;
}

export function placeOf(channel: string, root: string | null): string {
  return root === null ? channel : `${channel}/${root}`;
}

export const useTyping = create<TypingState>((set) => ({
  places: {},
  started: (place, user, now) =>
    set((state) => {
      const others = (state.places[place] ?? []).filter((typist) => typist.user !== user);
      return { places: { ...state.places, [place]: [...others, { user, until: now + TYPING_MS }] } };
    }),
  stopped: (place, user) =>
    set((state) => {
      const known = state.places[place];
      if (!known?.some((typist) => typist.user === user)) return state;
      return { places: { ...state.places, [place]: known.filter((typist) => typist.user !== user) } };
    }),
  expire: (now) =>
    set((state) => {
      const entries = Object.entries(state.places);
      if (!entries.some(([, typists]) => typists.some((typist) => typist.until <= now))) return state;
      const kept = entries.map(([place, typists]) => [place, typists.filter((typist) => typist.until > now)] as const);
      return { places: Object.fromEntries(kept.filter(([, typists]) => typists.length > 0)) };
    }),
}));

const NOBODY: readonly Typist[] = [];

export function useTypists(place: string): readonly Typist[] {
  return useTyping((state) => state.places[place] ?? NOBODY);
}
