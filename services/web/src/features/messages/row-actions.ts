import { useEffect, useRef } from "react";

/** What a key does to the row that has the focus; the row decides whether it may. */
export type RowAction = "reply" | "edit" | "react" | "pin" | "unread" | "copyLink" | "delete";

/** A row leaves out what it does not offer: the key then does nothing, as the menu shows nothing. */
export type RowActions = { readonly [action in RowAction]?: (() => void) | undefined };

/** Only rows that are mounted are here, and the one with the focus always is. */
const mounted = new Map<string, { readonly current: RowActions }>();

/** Offer a row's actions to the keys of the list. The row stays deaf and memoised: the list asks it by its key. */
export function useRowActions(key: string, actions: RowActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    mounted.set(key, latest);
    return () => {
      if (mounted.get(key) === latest) mounted.delete(key);
    };
  }, [key]);
}

/** False when the row does not offer it. */
export function runRowAction(key: string, action: RowAction): boolean {
  const run = mounted.get(key)?.current[action];
  run?.();
  return run !== undefined;
}

const KEYS: Readonly<Record<string, RowAction>> = {
  r: "reply",
  e: "edit",
  "+": "react",
  p: "pin",
  u: "unread",
  c: "copyLink",
  Delete: "delete",
};

export interface Stroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The action of a key press on a focused row. Ctrl+C must still copy: with a modifier it is not ours. */
export function rowActionOf({ key, ctrlKey, metaKey, altKey }: Stroke): RowAction | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  return KEYS[key.length === 1 ? key.toLowerCase() : key];
}
