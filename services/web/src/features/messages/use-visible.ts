import type { VirtualItem } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef } from "react";
import type { Row } from "../../timeline/rows";

/** Tells which rows are in sight, by half of them or by half of the viewport. */
export function useVisible(
  viewport: RefObject<HTMLDivElement | null>,
  virtual: { getVirtualItems(): VirtualItem[] },
  rows: readonly Row[],
  onVisible: ((rows: readonly Row[]) => void) | undefined,
): void {
  const last = useRef<readonly Row[]>([]);
  useEffect(() => {
    const element = viewport.current;
    if (!element || !onVisible) return;
    const tell = () => {
      const top = element.scrollTop;
      const height = element.clientHeight;
      const visible = virtual.getVirtualItems().flatMap((item) => {
        const seen = Math.min(item.end, top + height) - Math.max(item.start, top);
        const row = rows[item.index];
        return row && seen > 0 && seen >= Math.min(item.size, height) / 2 ? [row] : [];
      });
      if (visible.length === last.current.length && visible.every((row, at) => row === last.current[at])) return;
      last.current = visible;
      onVisible(visible);
    };
    tell();
    element.addEventListener("scroll", tell, { passive: true });
    return () => element.removeEventListener("scroll", tell);
  });
}
