import { type RefObject, useEffect } from "react";
import { focusFirst, pathTo } from "../../ui/focus";

/** Into the drawer when it opens, ready to write where that opens no keyboard; back to the opener when it closes. */
export function useDrawerFocus(drawer: RefObject<HTMLElement | null>, root: string): void {
  useEffect(() => {
    const opener = pathTo(document.activeElement);
    return () => {
      // Only if the focus went down with the drawer: who clicked elsewhere stays there.
      if (document.activeElement === null || document.activeElement === document.body) focusFirst(opener);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another thread in the same drawer is entered anew
  useEffect(() => {
    const element = drawer.current;
    if (!element || element.contains(document.activeElement)) return;
    const field = element.querySelector<HTMLElement>("textarea");
    if (field && !matchMedia("(pointer: coarse)").matches) field.focus();
    else element.querySelector<HTMLElement>("h2")?.focus();
  }, [drawer, root]);
}
