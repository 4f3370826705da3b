import { create } from "zustand";

interface LinkStatusState {
  readonly shown: boolean;
  open(): void;
  close(): void;
}

/** Whether the dialog about the link is open; the account menu opens it. */
export const useLinkStatus = create<LinkStatusState>((set) => ({
  shown: false,
  open: () => set({ shown: true }),
  close: () => set({ shown: false }),
}));
