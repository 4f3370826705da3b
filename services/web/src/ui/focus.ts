import { useCallback, useLayoutEffect, useRef } from "react";

/** An element and what it stands in, from the inside out: where the focus may go back to when the innermost is gone. */
export function pathTo(element: Element | null): readonly HTMLElement[] {
  const path: HTMLElement[] = [];
  for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
    if (at instanceof HTMLElement) path.push(at);
  }
  return path;
}

/** Focuses the first of `path` that takes it, else the main region; a removed or hidden element does not. */
export function focusFirst(path: readonly HTMLElement[]): void {
  const main = document.getElementById("main");
  for (const element of main ? [...path, main] : path) {
    if (!element.isConnected) continue;
    element.focus();
    if (document.activeElement === element) return;
  }
}

/**
 * Gives the focus back to the opener when a dialog closes. The opener may be in a toolbar that hides without the focus,
 * or in a row that the dialog has deleted: then what it stood in gets it, rather than the top of the page.
 */
export function useFocusReturn(open: boolean): (event: Event) => void {
  const path = useRef<readonly HTMLElement[]>([]);
  // The dialog's own content is mounted after this, so the opener still has the focus.
  useLayoutEffect(() => {
    if (open) path.current = pathTo(document.activeElement);
  }, [open]);
  return useCallback((event) => {
    event.preventDefault();
    // Whatever took the focus meanwhile, such as the next dialog, keeps it.
    if (document.activeElement === null || document.activeElement === document.body) focusFirst(path.current);
  }, []);
}
