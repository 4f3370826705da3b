import { create } from "zustand";
import type { Status } from "../../api/types";

interface PresenceState {
  readonly statuses: Readonly<Record<string, Status>>;
  merge(statuses: Readonly<Record<string, Status>>): void;
  /** The socket is gone: what it said is not true any more, and nobody is shown as online on old news. */
  forget(): void;
}

export const usePresence = create<PresenceState>((set) => ({
  statuses: {},
  merge: (statuses) => set((state) => ({ statuses: { ...state.statuses, ...statuses } })),
  forget: () => set({ statuses: {} }),
}));

export function useStatus(user: string): Status | undefined {
  return usePresence((state) => state.statuses[user]);
}
