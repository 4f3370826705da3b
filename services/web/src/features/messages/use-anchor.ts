import type { VirtualItem, Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from "react";

/** A row, and how far the top of the viewport is below its start, in px. */
export interface Anchor {
  readonly key: string;
  readonly offset: number;
}

/** For this many frames a row is held in place: those around it are measured one by one meanwhile. */
const FRAMES = 6;
/** Whoever does one of these wants to go elsewhere: nothing is held against a hand. */
const HANDS = ["wheel", "touchstart", "pointerdown", "keydown"] as const;

export interface Anchoring {
  /** Note which row is under the eye: whenever the list was scrolled. */
  track(): void;
  /** The row under the eye, as last noted. */
  current(): Anchor | undefined;
  /** Put a row where it belongs, and keep it there while its neighbours are measured. */
  hold(anchor: Anchor): void;
  /** The same for a row that is to be seen: in the middle, or with the least that is to be scrolled. */
  show(key: string, where: "middle" | "near"): void;
  /** Let go of what is held: one goes elsewhere. */
  release(): void;
}

/**
 * What the virtualiser does not do by itself: the viewport becomes lower (the composer grows, a keyboard opens) and the
 * end must stay in sight; it becomes narrower, every row is measured anew, and the row under the eye must not move; what
 * stands above the rows changes its height.
 */
export function useAnchor(
  viewport: RefObject<HTMLElement | null>,
  header: RefObject<HTMLElement | null>,
  virtual: Virtualizer<HTMLDivElement, Element>,
  atEnd: RefObject<boolean>,
  onHeader: (height: number) => void,
): Anchoring {
  const anchor = useRef<Anchor>(undefined);
  const frame = useRef(0);
  const anchoring = useMemo(() => {
    // By its key: rows that come in above meanwhile give it another index.
    const keep = (key: string, topOf: (item: VirtualItem, element: HTMLElement) => number, arrived?: () => void) => {
      cancelAnimationFrame(frame.current);
      virtual.cancelScroll();
      const put = (left: number) => {
        const element = viewport.current;
        const item = itemOf(virtual, key);
        if (!element || !item) return;
        const top = topOf(item, element);
        if (Math.abs(element.scrollTop - top) > 0.5) element.scrollTop = top;
        arrived?.();
        frame.current = left > 0 ? requestAnimationFrame(() => put(left - 1)) : 0;
      };
      put(FRAMES);
    };
    return {
      track: () => {
        const top = viewport.current?.scrollTop ?? 0;
        const item = virtual.getVirtualItemForOffset(top);
        anchor.current = item && { key: String(item.key), offset: top - item.start };
      },
      current: () => anchor.current,
      hold: (wanted: Anchor) => {
        anchor.current = wanted;
        keep(
          wanted.key,
          ({ start }) => start + wanted.offset,
          // Scrolling there has noted where that was, before the rows around were measured.
          () => {
            anchor.current = wanted;
          },
        );
      },
      show: (key: string, where: "middle" | "near") => keep(key, where === "middle" ? intoMiddle : intoSight),
      release: () => cancelAnimationFrame(frame.current),
    };
  }, [viewport, virtual]);

  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    const { release } = anchoring;
    for (const hand of HANDS) element.addEventListener(hand, release, { passive: true });
    return () => {
      release();
      for (const hand of HANDS) element.removeEventListener(hand, release);
    };
  }, [viewport, anchoring]);

  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
      else if (element.clientWidth !== width && anchor.current) anchoring.hold(anchor.current);
      width = element.clientWidth;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [viewport, atEnd, anchoring]);

  // The rows move by what the header above them grew: so does the viewport.
  useLayoutEffect(() => {
    const element = header.current;
    if (!element) return;
    let height = element.offsetHeight;
    onHeader(height);
    const observer = new ResizeObserver(() => {
      const grown = element.offsetHeight - height;
      const list = viewport.current;
      if (!list || grown === 0) return;
      height += grown;
      list.scrollTop = atEnd.current ? list.scrollHeight : list.scrollTop + grown;
      onHeader(height);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [header, viewport, atEnd, onHeader]);

  return anchoring;
}

function intoMiddle({ start, size }: VirtualItem, { clientHeight }: HTMLElement): number {
  return Math.max(0, start - (clientHeight - size) / 2);
}

function intoSight({ start, end }: VirtualItem, { scrollTop, clientHeight }: HTMLElement): number {
  return Math.min(start, Math.max(scrollTop, end - clientHeight));
}

function itemOf(virtual: Virtualizer<HTMLDivElement, Element>, key: string): VirtualItem | undefined {
  const mounted = virtual.getVirtualItems().find((item) => item.key === key);
  if (mounted) return mounted;
  const { count, getItemKey } = virtual.options;
  for (let index = 0; index < count; index++) {
    if (getItemKey(index) === key) return virtual.measurementsCache[index];
  }
  return undefined;
}
