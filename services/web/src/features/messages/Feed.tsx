import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "../../api/problem";
import type { Channel } from "../../api/types";
import type { Row } from "../../timeline/rows";
import { Button } from "../../ui/Button";
import { useMe } from "../channels/use-channels";
import { useShortcut } from "../shortcuts/registry";
import { DateJumpContext, useDateJumper } from "./date-jump";
import { LatestPill, UnreadPill } from "./JumpPill";
import { type ListHandle, MessageList, PADDING_PX, type Position, type Start } from "./MessageList";
import { MessageRow } from "./MessageRow";
import { recall, remember } from "./memory";
import { Skeleton } from "./Skeleton";
import { useAlarms, useAnnouncements } from "./use-announcements";
import { useJourney } from "./use-journey";
import { useReadMarker } from "./use-read-marker";
import { useRoom } from "./use-room";
import { useOwnSends, useRows } from "./use-rows";
import { useSeen } from "./use-seen";
import { useTimeline } from "./use-timeline";
import { useUnread } from "./use-unread";

export interface FeedProps {
  readonly channel: Channel;
  readonly root: string | null;
  readonly label: string;
  /** The seq of a message to go to. */
  readonly at?: number | undefined;
  readonly intro?: React.ReactNode;
  readonly onThread?: (root: string) => void;
  /** Take `at` out of the address. */
  readonly onLatest?: () => void;
}

const FLASH_MS = 1_500;

/** The messages of a channel or a thread, live, with one's own unsent ones at the end. */
export function Feed(props: FeedProps) {
  // Another place is another list: nothing of the last one is left in it.
  return (
    <>
      {props.root === null && <Alarms />}
      <PlaceFeed key={`${props.channel.id}/${props.root}`} {...props} />
    </>
  );
}

function Alarms() {
  useAlarms();
  return null;
}

function PlaceFeed({ channel, root, label, at, intro, onThread, onLatest }: FeedProps) {
  const { t } = useTranslation();
  const place = root ?? channel.id;
  const [remembered] = useState(() => recall(place));
  const list = useRef<ListHandle>(null);
  const journey = useJourney({ at, startAround: remembered?.around, list, onLeaveAt: onLatest });
  const { around, goal, arrive, jump, toLatest } = journey;
  const rowsRef = useRef<readonly Row[]>([]);
  const reading = useCallback(() => {
    const key = list.current?.anchor()?.key;
    return rowsRef.current.find((row) => row.key === key)?.message?.seq;
  }, []);
  const view = useTimeline({ channel: channel.id, root }, { around, reading, stay: journey.stay });
  const unread = useUnread(channel, root === null);
  const rows = useRows({ channel: channel.id, root }, view, unread.dividedAt);
  useEffect(() => {
    rowsRef.current = rows;
  }, [rows]);
  useAnnouncements({ channel: channel.id, root });
  useOwnSends({ channel: channel.id, root }, toLatest);
  useRoom();

  const [flash, setFlash] = useState<string>();
  useEffect(() => {
    if (flash === undefined) return;
    const timer = setTimeout(() => setFlash(undefined), FLASH_MS);
    return () => clearTimeout(timer);
  }, [flash]);

  // Where it opens is decided once, with the first rows.
  const opened = useRef<Start>(undefined);
  if (view.segment && !opened.current) opened.current = startOf(rows, at, remembered?.position);
  const isOpen = opened.current !== undefined;
  useReopening(list, rows, isOpen, view.isStale);

  useLayoutEffect(() => {
    if (!goal || !isOpen || !view.isThere) return;
    if (goal.kind === "end") list.current?.toEnd();
    else if (goal.kind === "held") list.current?.hold(goal.anchor);
    else {
      const target = rows.find((row) => row.message && row.message.seq >= goal.seq) ?? rows.at(-1);
      if (target) list.current?.toRow(target.key);
      if (target && goal.flash) setFlash(target.key);
    }
    arrive();
  }, [goal, isOpen, view.isThere, rows, arrive]);

  const [isAtEnd, setAtEnd] = useState(true);
  const { count, above, see } = useSeen({
    channel,
    root,
    rows,
    live: view.live,
    unread,
    cameInAtEnd: opened.current?.kind === "end",
  });
  const mark = useReadMarker(channel, root !== null || unread.isPaused);
  const onVisible = useCallback(
    (visible: readonly Row[]) => {
      see(visible);
      mark(visible);
    },
    [see, mark],
  );
  const markRead = () => {
    unread.markAll();
    toLatest();
  };
  useShortcut(
    "markRead",
    (event) => {
      // What belongs to a thread is not for the channel beside it.
      if (event.target instanceof Element && event.target.closest("aside")) return false;
      markRead();
    },
    root === null,
  );

  const manages = channel.membership?.role === "owner" || channel.membership?.role === "admin";
  const me = useMe();
  const mine =
    root === null && !view.segment?.hasNewer ? rows.findLast((row) => row.message?.author.id === me.id) : undefined;
  const lastMine = mine?.key;
  const renderRow = useCallback(
    (row: Row) => (
      <MessageRow
        row={row}
        mayModerate={manages}
        flash={row.key === flash}
        receipts={row.key === lastMine}
        {...(onThread ? { onThread } : {})}
      />
    ),
    [manages, onThread, flash, lastMine],
  );
  const toDate = useDateJumper(channel.id, view.live, journey);
  const onLeave = (position: Position) => remember(place, { position, around: position.atEnd ? undefined : around });

  if (view.error && !view.segment) {
    return (
      <div role="alert" className="grid h-full place-items-center">
        <div className="text-center">
          <p className="mb-3 text-muted">{explain(view.error)}</p>
          <Button onClick={view.retry}>{t("app.retry")}</Button>
        </div>
      </div>
    );
  }
  if (!view.segment || !opened.current) return <Skeleton />;
  const { hasOlder, hasNewer } = view.segment;
  return (
    <DateJumpContext value={root === null ? toDate : undefined}>
      <MessageList
        label={label}
        rows={rows}
        hasOlder={hasOlder}
        hasNewer={hasNewer}
        onOlder={view.loadOlder}
        onNewer={view.loadNewer}
        renderRow={renderRow}
        intro={intro}
        start={opened.current}
        handle={list}
        isBusy={view.isLoading}
        region={root === null ? "messages" : undefined}
        onAtEnd={setAtEnd}
        onVisible={onVisible}
        onLeave={onLeave}
      >
        {above && (
          <UnreadPill
            count={above.count}
            since={above.since}
            onJump={() => above.seq !== undefined && jump(above.seq, false)}
            onRead={markRead}
          />
        )}
        <LatestPill count={count} onLatest={toLatest} onBack={journey.goBack} showsLatest={!isAtEnd || hasNewer} />
      </MessageList>
    </DateJumpContext>
  );
}

/** Opened with the rows of the last visit, one is at their end; what is unread came after it: one begins there. */
function useReopening(
  list: RefObject<ListHandle | null>,
  rows: readonly Row[],
  isOpen: boolean,
  isStale: boolean,
): void {
  const wasStale = useRef(false);
  useLayoutEffect(() => {
    if (!isOpen) return;
    const isFresh = wasStale.current && !isStale;
    wasStale.current = isStale;
    const unread = isFresh && list.current?.anchor() === undefined ? rows.find((row) => row.unread) : undefined;
    if (unread) list.current?.hold({ key: unread.key, offset: -PADDING_PX });
  }, [list, rows, isOpen, isStale]);
}

/** At the message that was asked for, where one was, at the first unread one, or at the end. */
function startOf(rows: readonly Row[], at: number | undefined, position: Position | undefined): Start {
  const asked = at === undefined ? undefined : rows.find((row) => row.message && row.message.seq >= at);
  if (asked) return { kind: "row", key: asked.key, align: "center" };
  const isLeft = position !== undefined && !position.atEnd;
  if (isLeft && rows.some((row) => row.key === position.anchor?.key)) return { kind: "held", position };
  const unread = rows.find((row) => row.unread);
  if (unread) return { kind: "row", key: unread.key, align: "start" };
  return { kind: "end", heights: position?.heights ?? [] };
}
