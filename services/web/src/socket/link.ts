import { create } from "zustand";
import type { Status } from "./connection";

interface LinkState {
  readonly status: Status;
  /** When the link was last lost, ms since 1970; null while it is up. */
  readonly lostAt: number | null;
  /** Events that arrived through the last resume. */
  readonly caughtUp: number;
  readonly gapsFilled: number;
  set(change: Partial<Omit<LinkState, "set">>): void;
}

export const useLink = create<LinkState>((set) => ({
  status: { name: "idle" },
  lostAt: null,
  caughtUp: 0,
  gapsFilled: 0,
  set: (change) => set(change),
}));
