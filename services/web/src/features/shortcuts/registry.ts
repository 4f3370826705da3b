import { useEffect, useRef } from "react";
import { create } from "zustand";
import type { AnywhereId, IdAt, ShortcutId, Where } from "./keys";
import { ariaKeys, findShortcut, isSingle, keysOf, keyText, type Pressed } from "./match";

const STORED = "hubbub.singleKeys";

interface ShortcutState {
  readonly palette: boolean;
  readonly sheet: boolean;
  /** Whether letters pressed on a row act; screen reader and speech users turn them off. */
  readonly singleKeys: boolean;
  openPalette(): void;
  setPalette(open: boolean): void;
  setSheet(open: boolean): void;
  setSingleKeys(on: boolean): void;
}

const stored = () => typeof localStorage === "undefined" || localStorage.getItem(STORED) !== "off";

export const useShortcuts = create<ShortcutState>((set) => ({
  palette: false,
  sheet: false,
  singleKeys: stored(),
  openPalette: () => set({ palette: true }),
  setPalette: (palette) => set({ palette }),
  setSheet: (sheet) => set({ sheet }),
  setSingleKeys: (singleKeys) => {
    localStorage.setItem(STORED, singleKeys ? "on" : "off");
    set({ singleKeys });
  },
}));

export const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** Acts on a key. `false` says that it was not for this one: an earlier one gets it, else the browser. */
export type Act = (event: KeyboardEvent) => unknown;

const acts = new Map<AnywhereId, Act[]>();

export function register(id: AnywhereId, act: Act): () => void {
  const stack = acts.get(id) ?? [];
  acts.set(id, stack);
  stack.push(act);
  return () => {
    stack.splice(stack.indexOf(act), 1);
  };
}

/** Acts on a key that works anywhere, while the component is mounted; the latest one mounted is asked first. */
export function useShortcut(id: AnywhereId, act: Act, enabled = true): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => (enabled ? register(id, (event) => latest.current(event)) : undefined), [id, enabled]);
}

/**
 * Which shortcut of the composer or the list a key is, for their own key handlers. Keys of an input method are none,
 * and neither are single keys of the list that are turned off.
 */
export function shortcutOf<W extends Exclude<Where, "anywhere">>(
  event: Pressed & { readonly nativeEvent?: { readonly isComposing: boolean } },
  where: W,
): IdAt<W> | undefined {
  if (event.nativeEvent?.isComposing) return undefined;
  const id = findShortcut(event, where, isMac);
  const isOff = where === "list" && id !== undefined && isSingle(keysOf(id)) && !useShortcuts.getState().singleKeys;
  return isOff ? undefined : id;
}

/** The one listener behind `useShortcut`. What a dialog, a menu or an input method took is left alone. */
export function dispatch(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  const id = findShortcut(event, "anywhere", isMac);
  if (id === undefined) return;
  for (const act of [...(acts.get(id) ?? [])].reverse()) {
    if (act(event) === false) continue;
    event.preventDefault();
    return;
  }
}

/** How a shortcut is written for a person: `Ctrl+K`, `⌘K`. */
export const keyLabel = (id: ShortcutId): string => keyText(keysOf(id), isMac);
/** For `aria-keyshortcuts`. */
export const ariaLabel = (id: ShortcutId): string => ariaKeys(keysOf(id), isMac);
