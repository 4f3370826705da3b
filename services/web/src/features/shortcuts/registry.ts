import { create } from "zustand";

interface ShortcutState {
  readonly palette: boolean;
  openPalette(): void;
  setPalette(open: boolean): void;
}

export const useShortcuts = create<ShortcutState>((set) => ({
  palette: false,
  openPalette: () => set({ palette: true }),
  setPalette: (palette) => set({ palette }),
}));
