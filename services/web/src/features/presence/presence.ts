import { useContext, useEffect } from "react";
import { create } from "zustand";
import type { Status } from "../../api/types";
import { useIsBlocked } from "../../blocked";
import { SessionContext } from "../../session-context";

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

/** What somebody is doing; drawing it is what makes the server tell. */
export function useStatus(user: string): Status | undefined {
  const session = useContext(SessionContext);
  useEffect(() => session?.watch.add([user]), [session, user]);
  // Who is blocked is not seen from that moment on, whatever was heard of them before.
  const isHidden = useIsBlocked(user);
  return usePresence((state) => (isHidden ? undefined : state.statuses[user]));
}
