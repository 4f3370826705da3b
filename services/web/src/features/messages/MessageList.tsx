import { type Range, useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import {
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../timeline/rows";
import { Article } from "./Article";
import { ESTIMATE_PX, isAbove, withPinned } from "./geometry";
import { type Anchor, useAnchor } from "./use-anchor";
import { useRoving } from "./use-roving";
import { useVisible } from "./use-visible";

/** Where one is in a list: kept when one leaves it, to come back to. */
export interface Position {
  readonly anchor: Anchor | undefined;
  readonly atEnd: boolean;
  /** How high the rows were: the next time they need not be guessed. */
  readonly heights: VirtualItem[];
}

export interface ListHandle {
  toEnd(): void;
  /** To the middle of the viewport. False when there is no such row. */
  toRow(key: string): boolean;
  hold(anchor: Anchor): void;
  /** The row under the eye; undefined at the end. */
  anchor(): Anchor | undefined;
}

/** Where a list opens: at a row, just where it was, or at the end. */
export type Start =
  | { readonly kind: "end"; readonly heights?: VirtualItem[] }
  | { readonly kind: "row"; readonly key: string; readonly align: "start" | "center" }
  | { readonly kind: "held"; readonly position: Position };

export interface MessageListProps {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  readonly onOlder: () => void;
  readonly onNewer: () => void;
  readonly renderRow: (row: Row) => ReactNode;
  /** Drawn above the first row of all. */
  readonly intro?: ReactNode;
  readonly start?: Start;
  readonly handle?: Ref<ListHandle>;
  readonly isBusy?: boolean;
  readonly region?: string | undefined;
  readonly onAtEnd?: (atEnd: boolean) => void;
  /** The rows of which at least half is in sight, whenever that changes. */
  readonly onVisible?: (rows: readonly Row[]) => void;
  /** Told when the list goes away. */
  readonly onLeave?: (position: Position) => void;
  /** Drawn over the list: the pills. */
  readonly children?: ReactNode;
}

/** Fetch this far from an edge, in px. */
const FETCH_PX = 1_500;
/** This close to the end counts as being there. */
const END_PX = 60;
const OVERSCAN = 8;
/** And these at first: what is out of sight can wait for the first frame. */
const FIRST_OVERSCAN = 1;
/** Below the last row: it does not touch what one writes. */
const ROOM_PX = 12;
/** A row one opens at does not stick to the edge: the end of the row before shows too. */
export const PADDING_PX = 40;

const END: Start = { kind: "end" };

type VirtualizerOptions = Parameters<typeof useVirtualizer<HTMLDivElement, Element>>[0];

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
  start = END,
  handle,
  isBusy = false,
  region,
  onAtEnd,
  onVisible,
  onLeave,
  children,
}: MessageListProps) {
  const { t } = useTranslation();
  const viewport = useRef<HTMLDivElement>(null);
  const header = useRef<HTMLDivElement>(null);
  const atEnd = useRef(start.kind === "end");
  const pinned = useRef<number>(undefined);
  const [margin, setMargin] = useState(0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => ESTIMATE_PX,
    overscan: useOverscan(),
    getItemKey: (index) => rows[index]?.key ?? index,
    anchorTo: "end",
    scrollMargin: margin,
    paddingEnd: ROOM_PX,
    scrollEndThreshold: END_PX,
    initialMeasurementsCache: heightsOf(start),
    ...useFirstView(rows.length, start),
    rangeExtractor: useCallback((range: Range) => withPinned(range, pinned.current), []),
  });
  // By default a row above that grows while one scrolls up is let push down what is read.
  virtual.shouldAdjustScrollPositionOnItemSizeChange = isAbove;
  const anchoring = useAnchor(viewport, header, virtual, atEnd, setMargin);

  const look = useCallback(() => {
    const element = viewport.current;
    if (!element) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    const isAtEnd = below < END_PX;
    if (isAtEnd !== atEnd.current) {
      atEnd.current = isAtEnd;
      onAtEnd?.(isAtEnd);
    }
    anchoring.track();
    if (element.scrollTop < FETCH_PX && hasOlder) onOlder();
    if (below < FETCH_PX && hasNewer) onNewer();
  }, [hasOlder, hasNewer, onOlder, onNewer, onAtEnd, anchoring]);

  const toEnd = useCallback(() => {
    anchoring.release();
    atEnd.current = true;
    onAtEnd?.(true);
    virtual.scrollToEnd();
  }, [virtual, anchoring, onAtEnd]);

  /** Before one goes elsewhere: a viewport that changes its size at that moment must not lead back. */
  const leaveEnd = useCallback(() => {
    atEnd.current = false;
    onAtEnd?.(false);
  }, [onAtEnd]);

  const leave = useRef(onLeave);
  useEffect(() => {
    leave.current = onLeave;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it starts is asked once
  useLayoutEffect(() => {
    if (start.kind === "row") {
      leaveEnd();
      if (start.align === "start") anchoring.hold({ key: start.key, offset: -PADDING_PX });
      else anchoring.show(start.key, "middle");
    } else if (start.kind === "held" && start.position.anchor) {
      leaveEnd();
      anchoring.hold(start.position.anchor);
    } else toEnd();
    return () =>
      leave.current?.({ anchor: anchoring.current(), atEnd: atEnd.current, heights: virtual.takeSnapshot() });
  }, []);

  // Live rows are followed by those who are at the end; rows of a page that was fetched are not.
  const lastKey = rows.at(-1)?.key;
  const wasLive = useRef(!hasNewer);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when a row is added at the end
  useLayoutEffect(() => {
    if (atEnd.current && wasLive.current && !hasNewer) virtual.scrollToEnd();
    wasLive.current = !hasNewer;
  }, [lastKey, hasNewer]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that came in may leave the edge still near
  useLayoutEffect(look, [look, rows.length]);

  useImperativeHandle(
    handle,
    () => ({
      toEnd,
      toRow: (key) => {
        if (!rows.some((row) => row.key === key)) return false;
        leaveEnd();
        anchoring.show(key, "middle");
        // It may be one of the last: then one is at the end all the same.
        look();
        return true;
      },
      hold: (anchor) => {
        leaveEnd();
        anchoring.hold(anchor);
      },
      anchor: () => (atEnd.current ? undefined : anchoring.current()),
    }),
    [rows, anchoring, toEnd, leaveEnd, look],
  );

  const items = virtual.getVirtualItems();
  useVisible(viewport, virtual, rows, onVisible);

  const roving = useRoving({
    rows,
    viewport,
    reveal: (key) => anchoring.show(key, "near"),
    page: (index, direction) => {
      const from = virtual.measurementsCache[index];
      const height = viewport.current?.clientHeight ?? 0;
      const there = from && virtual.getVirtualItemForOffset(Math.max(0, from.start + direction * height));
      return Math.max(1, Math.abs((there?.index ?? index) - index));
    },
  });
  pinned.current = roving.pinned;

  return (
    <div className="relative h-full min-h-0">
      <div
        ref={viewport}
        onScroll={look}
        data-region={region}
        // More is to come there: what walks through all of it waits.
        data-older={hasOlder}
        data-newer={hasNewer}
        className="h-full overflow-y-auto overscroll-none [overflow-anchor:none]"
      >
        <div ref={header}>
          {hasOlder ? (
            <div className="grid h-12 place-items-center">
              <button
                type="button"
                onClick={onOlder}
                className="min-h-8 rounded-control px-3 py-1 text-meta text-muted hover:bg-hover pointer-coarse:min-h-11"
              >
                {t("messages.loadOlder")}
              </button>
            </div>
          ) : (
            intro
          )}
        </div>
        {/* Whoever comes with Tab, from either side, comes to the row, not to a control of some other row. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: hands the focus on at once */}
        <span data-edge="start" tabIndex={rows.length > 0 ? 0 : -1} onFocus={roving.enter} />
        <div
          // A feed without an article is none.
          {...(rows.length > 0
            ? { role: "feed", "aria-label": label, "aria-busy": isBusy, onKeyDown: roving.onKeyDown }
            : {})}
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
                style={{ transform: `translateY(${item.start - margin}px)` }}
              >
                <Article
                  row={row}
                  index={item.index}
                  isTabStop={row.key === roving.tabStop}
                  onFocus={roving.focused}
                  renderRow={renderRow}
                />
              </div>
            );
          })}
        </div>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: hands the focus on at once */}
        <span data-edge="end" tabIndex={rows.length > 0 ? 0 : -1} onFocus={roving.enter} />
      </div>
      {children}
    </div>
  );
}

/**
 * What is drawn before anything is measured: about the rows that a window shows at the end. They are laid out together
 * with all that stands around the list, instead of a second time after the empty list was measured.
 */
function useFirstView(count: number, start: Start): Partial<Pick<VirtualizerOptions, "initialRect" | "initialOffset">> {
  const [first] = useState(() => {
    if (start.kind !== "end") return {};
    const { innerWidth: width, innerHeight: height } = window;
    const known = heightsOf(start).reduce((sum, { size }) => sum + size - ESTIMATE_PX, 0);
    return { initialRect: { width, height }, initialOffset: Math.max(0, count * ESTIMATE_PX + known - height) };
  });
  return first;
}

function useOverscan(): number {
  const [overscan, setOverscan] = useState(FIRST_OVERSCAN);
  useEffect(() => {
    const timer = setTimeout(() => setOverscan(OVERSCAN));
    return () => clearTimeout(timer);
  }, []);
  return overscan;
}

function heightsOf(start: Start): VirtualItem[] {
  if (start.kind === "row") return [];
  return (start.kind === "held" ? start.position.heights : start.heights) ?? [];
}
