import { create } from "zustand";

interface ProfileState {
  /** Whose card is open, beside which element. */
  readonly shown: { readonly user: string; readonly anchor: HTMLElement } | undefined;
  /** Show somebody's card beside `anchor`, or close it when it is that one; the focus returns there when it closes. */
  open(user: string, anchor: HTMLElement): void;
  close(): void;
}

/** One card for the whole page: rows only say whose, so that none of them carries a popover of its own. */
export const useProfile = create<ProfileState>((set) => ({
  shown: undefined,
  open: (user, anchor) =>
    set(({ shown }) => ({ shown: shown?.anchor === anchor && shown.user === user ? undefined : { user, anchor } })),
  close: () => set({ shown: undefined }),
}));
