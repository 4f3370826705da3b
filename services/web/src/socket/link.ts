import { create } from "zustand";
import type { Status } from "./link-types";

interface LinkState {
  readonly status: Status;
  /** When the link was last lost, ms since 1970; null while it is up. */
  readonly lostAt: number | null;
  /** When the server last said where everything stands, ms since 1970. */
  readonly resumedAt: number | null;
  /** Messages of others that the last resume brought. */
  readonly caughtUp: number;
  readonly gapsFilled: number;
  set(change: Partial<Omit<LinkState, "set">>): void;
}

export const useLink = create<LinkState>((set) => ({
  status: { name: "idle" },
  lostAt: null,
  resumedAt: null,
  caughtUp: 0,
  gapsFilled: 0,
  set: (change) => set(change),
}));
