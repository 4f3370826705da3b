import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { type Row, rowId } from "../../timeline/rows";

export interface Roving {
  /** The row that Tab comes to. */
  readonly tabStop: string | undefined;
  /** Where the focus is or was last: that row stays mounted. */
  readonly pinned: number | undefined;
  focused(key: string): void;
  onKeyDown(event: KeyboardEvent): void;
  /** The focus came to an edge of the list from outside: it goes on to the row. */
  enter(event: FocusEvent): void;
}

export interface RovingInput {
  readonly rows: readonly Row[];
  readonly viewport: RefObject<HTMLElement | null>;
  /** Brings a row into sight, so that it is mounted. */
  reveal(key: string): void;
  /** How many rows a page is, from this one on. */
  page(index: number, direction: 1 | -1): number;
}

/** One tab stop for all rows; the arrow keys, Home, End and the page keys move it from row to row. */
export function useRoving({ rows, viewport, reveal, page }: RovingInput): Roving {
  const [key, setKey] = useState<string>();
  const wanted = useRef<string>(undefined);
  const index = key === undefined ? -1 : rows.findIndex((row) => row.key === key);

  // The row may be mounted a frame later than it was asked for.
  useEffect(() => {
    if (wanted.current === undefined) return;
    const element = document.getElementById(rowId(wanted.current));
    if (!element) return;
    wanted.current = undefined;
    element.focus({ preventScroll: true });
  });

  const move = (to: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (!row) return;
    setKey(row.key);
    reveal(row.key);
    const element = document.getElementById(rowId(row.key));
    if (element) element.focus({ preventScroll: true });
    else wanted.current = row.key;
  };

  return {
    tabStop: index >= 0 ? key : rows.at(-1)?.key,
    pinned: index >= 0 ? index : undefined,
    focused: setKey,
    enter: (event) => {
      const from = event.relatedTarget;
      if (from instanceof Element && viewport.current?.contains(from) && from.closest("article")) return;
      move(index >= 0 ? index : rows.length - 1);
    },
    onKeyDown: (event) => {
      if (event.key === "Tab") return leave(event, viewport.current);
      const { target } = event;
      if (!(target instanceof HTMLElement) || target.tagName !== "ARTICLE" || modified(event)) return;
      const at = rows.findIndex((row) => rowId(row.key) === target.id);
      const to = destination(event.key, at, rows.length, page);
      if (to === undefined) return;
      event.preventDefault();
      move(to);
    },
  };
}

function destination(key: string, at: number, count: number, page: RovingInput["page"]): number | undefined {
  switch (key) {
    case "ArrowUp":
      return at - 1;
    case "ArrowDown":
      return at + 1;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    case "PageUp":
      return at - page(at, -1);
    case "PageDown":
      return at + page(at, 1);
    default:
      return undefined;
  }
}

function modified(event: KeyboardEvent): boolean {
  return event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
}

const TABBABLE = 'a[href], button:not([disabled]), input, textarea, select, audio, video, [tabindex="0"]';

/**
 * Tab goes through the controls of the row that has the focus and then out of the list, not through those of every
 * other row. The focus is put on the list's edge, and the browser goes on from there.
 */
function leave(event: KeyboardEvent, viewport: HTMLElement | null): void {
  const article = event.target instanceof Element ? event.target.closest("article") : null;
  if (!article || !viewport) return;
  const stops = [article, ...article.querySelectorAll<HTMLElement>(TABBABLE)].filter(isShown);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge) return;
  const sentinel = viewport.querySelector<HTMLElement>(event.shiftKey ? "[data-edge=start]" : "[data-edge=end]");
  sentinel?.focus({ preventScroll: true });
}

function isShown(element: HTMLElement): boolean {
  return element.tagName === "ARTICLE" || element.getClientRects().length > 0;
}
