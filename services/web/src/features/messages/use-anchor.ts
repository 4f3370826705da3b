import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect } from "react";

/** For this many frames after a change of width the anchor is put back: rows are measured one by one meanwhile. */
const FRAMES = 6;

/**
 * What the virtualiser does not do by itself: the viewport becomes lower (the composer grows, a keyboard opens) and the
 * end must stay in sight; it becomes narrower, every row is measured anew, and the row under the eye must not move.
 */
export function useViewportAnchor(
  viewport: RefObject<HTMLDivElement | null>,
  virtual: Virtualizer<HTMLDivElement, Element>,
  atEnd: boolean,
): void {
  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    let width = element.clientWidth;
    let frame = 0;
    const observer = new ResizeObserver(() => {
      if (atEnd) {
        element.scrollTop = element.scrollHeight;
      } else if (element.clientWidth !== width) {
        const anchor = virtual.getVirtualItems().find((item) => item.end > element.scrollTop);
        if (anchor) hold(anchor.key, element.scrollTop - anchor.start, FRAMES);
      }
      width = element.clientWidth;
    });
    const hold = (key: unknown, offset: number, left: number) => {
      const now = virtual.getVirtualItems().find((item) => item.key === key);
      if (now) element.scrollTop = now.start + offset;
      if (left > 0) frame = requestAnimationFrame(() => hold(key, offset, left - 1));
    };
    observer.observe(element);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [viewport, virtual, atEnd]);
}
