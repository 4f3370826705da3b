import { type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";

/** What is open of a row's tools. */
export type Tool = "menu" | "react" | "delete" | "sheet" | "reactors" | "readers" | "block" | undefined;

/** A finger that rests this long on a row asks for its actions. */
const LONG_PRESS_MS = 500;
/** A finger that goes further scrolls. */
const SLOP_PX = 10;

/**
 * Whether the pointer or the focus is at a row, so that its toolbar is drawn (a toolbar for every row would be most of
 * the page), and the long press that stands for the pointer where there is none.
 */
export function useTools(root: RefObject<HTMLElement | null>, onLongPress: () => void) {
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const press = useRef<{ readonly timer: number; readonly x: number; readonly y: number }>(undefined);
  const longPress = useRef(onLongPress);
  longPress.current = onLongPress;
  useEffect(() => {
    // The article is more than the row: the day and the line of new messages are in it, and it is what has the focus.
    const article = root.current?.closest("article") ?? root.current;
    if (!article) return;
    const stops = [
      on(article, "focusin", () => setFocused(true)),
      on(article, "focusout", ({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && article.contains(relatedTarget))) setFocused(false);
      }),
      on(article, "pointerenter", ({ pointerType }) => pointerType !== "touch" && setHovered(true)),
      on(article, "pointerleave", () => setHovered(false)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [root]);
  const handlers = useMemo(() => {
    const cancel = () => {
      clearTimeout(press.current?.timer);
      press.current = undefined;
    };
    return {
      onPointerDown: (event: PointerEvent) => {
        cancel();
        if (event.pointerType !== "touch" || !event.isPrimary) return;
        const timer = window.setTimeout(() => {
          cancel();
          longPress.current();
        }, LONG_PRESS_MS);
        press.current = { timer, x: event.clientX, y: event.clientY };
      },
      onPointerMove: (event: PointerEvent) => {
        const start = press.current;
        if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > SLOP_PX) cancel();
      },
      onPointerUp: cancel,
      onPointerCancel: cancel,
    };
  }, []);
  useEffect(() => () => clearTimeout(press.current?.timer), []);
  return { near: hovered || focused, handlers };
}

function on<K extends keyof HTMLElementEventMap>(
  target: HTMLElement,
  type: K,
  run: (event: HTMLElementEventMap[K]) => unknown,
): () => void {
  target.addEventListener(type, run);
  return () => target.removeEventListener(type, run);
}
