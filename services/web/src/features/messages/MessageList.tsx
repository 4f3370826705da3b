import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../timeline/rows";
import { useViewportAnchor } from "./use-anchor";

export interface MessageListProps {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  readonly onOlder: () => void;
  readonly onNewer: () => void;
  readonly renderRow: (row: Row, focused: boolean) => ReactNode;
  /** Drawn above the first row of all. */
  readonly intro?: ReactNode;
  /** Scroll to the row of this key, and again whenever `nonce` changes. */
  readonly jump?: { readonly key: string; readonly nonce: number } | undefined;
  /** The newest rows are not the ones that are shown: go there. */
  readonly onLatest?: (() => void) | undefined;
  readonly onSeen?: (row: Row) => void;
}

/** Fetch this far from an edge, in px. */
const FETCH_PX = 1_500;
/** This close to the end counts as being there. */
const END_PX = 60;
const ESTIMATE_PX = 64;
const OVERSCAN = 10;

/**
 * The rows of a channel, drawn as far as they can be seen. It stays at the end while one is there, and keeps the row
 * under the eye where it is while rows come in above, grow late, or the window changes its size.
 */
export function MessageList({
  label,
  rows,
  hasOlder,
  hasNewer,
  onOlder,
  onNewer,
  renderRow,
  intro,
  jump,
  onLatest,
  onSeen,
}: MessageListProps) {
  const { t } = useTranslation();
  const viewport = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string>();
  const [atEnd, setAtEnd] = useState(true);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => ESTIMATE_PX,
    overscan: OVERSCAN,
    getItemKey: (index) => rows[index]?.key ?? index,
    anchorTo: "end",
    useFlushSync: false,
  });
  const items = virtual.getVirtualItems();
  useViewportAnchor(viewport, virtual, atEnd);

  const measure = useCallback(() => {
    const element = viewport.current;
    if (!element) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    setAtEnd(below < END_PX);
    if (element.scrollTop < FETCH_PX && hasOlder) onOlder();
    if (below < FETCH_PX && hasNewer) onNewer();
  }, [hasOlder, hasNewer, onOlder, onNewer]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that came in may leave the edge still near
  useLayoutEffect(measure, [measure, rows.length]);

  const lastKey = rows.at(-1)?.key;
  const lastIsMine = rows.at(-1)?.pending !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when a row is added at the end
  useLayoutEffect(() => {
    if ((atEnd || lastIsMine) && !hasNewer && rows.length > 0) virtual.scrollToIndex(rows.length - 1, { align: "end" });
  }, [lastKey]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: jumps when asked, not when rows move
  useEffect(() => {
    const index = jump ? rows.findIndex((row) => row.key === jump.key) : -1;
    if (index >= 0) virtual.scrollToIndex(index, { align: "center" });
  }, [jump?.key, jump?.nonce]);

  const lastSeen = rows[items.at(-1)?.index ?? -1];
  useEffect(() => {
    if (atEnd && lastSeen && onSeen) onSeen(lastSeen);
  }, [atEnd, lastSeen, onSeen]);

  const focusRow = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    setFocused(row.key);
    virtual.scrollToIndex(rows.indexOf(row), { align: "auto" });
    requestAnimationFrame(() => document.getElementById(rowId(row.key))?.focus());
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.tagName !== "ARTICLE") return;
    const index = rows.findIndex((row) => row.key === focused);
    const moves: Record<string, number> = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: rows.length - 1 };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    focusRow(to);
  };
  const tabStop = rows.some((row) => row.key === focused) ? focused : lastKey;

  return (
    <div className="relative h-full min-h-0">
      <div ref={viewport} onScroll={measure} className="h-full overflow-y-auto overscroll-none [overflow-anchor:none]">
        {hasOlder ? (
          <div className="grid h-12 place-items-center">
            <button
              type="button"
              onClick={onOlder}
              className="rounded-control px-3 py-1 text-meta text-muted hover:bg-hover"
            >
              {t("messages.loadOlder")}
            </button>
          </div>
        ) : (
          intro
        )}
        <div
          role="feed"
          aria-label={label}
          aria-busy={false}
          onKeyDown={onKeyDown}
          className="relative w-full"
          style={{ height: virtual.getTotalSize() }}
        >
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={virtual.measureElement}
                className="absolute top-0 left-0 w-full"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <article
                  id={rowId(row.key)}
                  tabIndex={row.key === tabStop ? 0 : -1}
                  aria-posinset={item.index + 1}
                  aria-setsize={-1}
                  aria-labelledby={`${rowId(row.key)}-who ${rowId(row.key)}-when`}
                  onFocus={() => setFocused(row.key)}
                  className="-outline-offset-2"
                >
                  {renderRow(row, row.key === focused)}
                </article>
              </div>
            );
          })}
        </div>
      </div>
      {(!atEnd || hasNewer) && (
        <button
          type="button"
          onClick={() => {
            if (hasNewer && onLatest) onLatest();
            else virtual.scrollToIndex(rows.length - 1, { align: "end" });
          }}
          className="absolute right-5 bottom-3 flex min-h-9 items-center gap-2 rounded-full border border-line bg-raised px-4 font-semibold text-meta shadow-float hover:bg-hover"
        >
          <ArrowDown size={16} aria-hidden="true" />
          {t("messages.jumpToLatest")}
        </button>
      )}
    </div>
  );
}

export function rowId(key: string): string {
  return `row-${key}`;
}
