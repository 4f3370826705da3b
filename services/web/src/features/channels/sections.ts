import { create } from "zustand";

export type SectionName = "starred" | "channels" | "directs";

const STORED = "hubbub.collapsed";

interface SectionState {
  readonly collapsed: ReadonlySet<string>;
  toggle(name: SectionName): void;
}

function stored(): ReadonlySet<string> {
  return new Set(localStorage.getItem(STORED)?.split(",").filter(Boolean));
}

/** Which sections of the sidebar are folded, on this device. */
export const useSections = create<SectionState>((set) => ({
  collapsed: typeof localStorage === "undefined" ? new Set() : stored(),
  toggle: (name) =>
    set(({ collapsed }) => {
      const next = new Set(collapsed);
      if (!next.delete(name)) next.add(name);
      localStorage.setItem(STORED, [...next].join(","));
      return { collapsed: next };
    }),
}));
