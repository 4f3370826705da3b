import { create } from "zustand";
import type { Message } from "./api/types";

interface BlockedState {
  /** Whom I have blocked. */
  readonly users: ReadonlySet<string>;
  /** Messages of theirs that I looked at all the same. */
  readonly opened: ReadonlySet<string>;
  begin(users: readonly string[]): void;
  change(user: string, blocked: boolean): void;
  open(message: string): void;
}

/** Filled by the session; what is theirs is hidden wherever it would be drawn. */
export const useBlocked = create<BlockedState>((set) => ({
  users: new Set(),
  opened: new Set(),
  begin: (users) => set({ users: new Set(users) }),
  change: (user, blocked) =>
    set((state) => {
      const users = new Set(state.users);
      if (blocked) users.add(user);
      else users.delete(user);
      return { users, opened: new Set() };
    }),
  open: (message) => set((state) => ({ opened: new Set(state.opened).add(message) })),
}));

export function isBlocked(user: string): boolean {
  return useBlocked.getState().users.has(user);
}

export function useIsBlocked(user: string | undefined): boolean {
  return useBlocked((state) => user !== undefined && state.users.has(user));
}

/** Whether a message stands folded away: it is by somebody blocked, and nobody has asked to see it. */
export function useIsHidden(message: Message | undefined): boolean {
  return useBlocked(
    ({ users, opened }) => message !== undefined && users.has(message.author.id) && !opened.has(message.id),
  );
}

/** Those of these people that are not blocked. */
export function useHeard<T>(people: readonly T[], idOf: (one: T) => string): readonly T[] {
  const users = useBlocked((state) => state.users);
  return users.size === 0 ? people : people.filter((one) => !users.has(idOf(one)));
}
