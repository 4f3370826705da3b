import { create } from "zustand";

export interface RowMenuAt {
  readonly channel: string;
  /** Where it was asked for, in the window. */
  readonly x: number;
  readonly y: number;
  readonly byKeyboard: boolean;
  /** The row's link: the focus returns there. */
  readonly row: HTMLElement;
}

interface RowMenuState {
  readonly at: RowMenuAt | undefined;
  /** One more with each time it is asked for: a menu of its own, even at the same place. */
  readonly times: number;
  show(at: RowMenuAt): void;
}

/** One menu for all rows of the sidebar. */
export const useRowMenu = create<RowMenuState>((set) => ({
  at: undefined,
  times: 0,
  show: (at) => set(({ times }) => ({ at, times: times + 1 })),
}));
