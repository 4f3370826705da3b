import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { isAborted } from "../../api/client";
import { explain } from "../../api/problem";
import type { Session } from "../../session";
import { useSession } from "../../session-context";
import { Source } from "../../timeline/source";
import {
  insertNewer,
  insertOlder,
  insertPage,
  liveSegment,
  MAX_ROWS,
  type Segment,
  segmentAt,
  type Timeline,
  trim,
} from "../../timeline/timeline";
import { toast } from "../../ui/toast";

/** A channel's top level, or a thread; a thread's timeline names its channel, which is how events find it. */
export type Place = { readonly channel: string; readonly root: string | null };

export interface Wish {
  /** The run of messages around this seq is to be shown; undefined: the newest. */
  readonly around: number | undefined;
  /** The seq of the row under the eye; undefined at the end. */
  readonly reading: () => number | undefined;
  /** The run that is being read is no longer the newest one: show it by this seq. */
  readonly stay: (seq: number) => void;
}

export interface View {
  /** What is to be shown; while that is under way, what was shown. */
  readonly segment: Segment | undefined;
  /** `segment` is what was wished for. */
  readonly isThere: boolean;
  readonly live: Segment | undefined;
  /** It is what was known last time; what is true now is under way. */
  readonly isStale: boolean;
  readonly isLoading: boolean;
  readonly error: unknown;
  loadOlder(): void;
  loadNewer(): void;
  retry(): void;
}

/** What could not be read is asked for again after this. */
const RETRY_MS = 5_000;

/** The loaded run of messages around a seq, or the newest one, and the ways to more. */
export function useTimeline(place: Place, { around, reading, stay }: Wish): View {
  const cache = useQueryClient();
  const session = useSession();
  const source = useSource(place, session);
  const { data, error, isFetching, refetch } = useQuery<Timeline>({
    queryKey: source.key,
    queryFn: async ({ signal }) => {
      const known = cache.getQueryData<Timeline>(source.key) ?? (await source.restore());
      // Nothing happened since it was kept, or all that did is in it: there is nothing to ask for.
      if (known && !known.stale && liveSegment(known) && (around === undefined || segmentAt(known, around)))
        return known;
      // Old rows at once; they are made new under the eye.
      if (known) cache.setQueryData<Timeline>(source.key, known);
      // Of what is stale only that is read again which somebody reads.
      const there = known?.stale ? (reading() ?? around) : around;
      const isNew = there !== undefined && (!known || known.stale || !segmentAt(known, there));
      const pages = await Promise.all([
        source.load({}, signal),
        ...(isNew ? [source.load({ around_seq: there }, signal)] : []),
      ]);
      if (isNew && known?.stale) stay(there);
      return source.begin(cache.getQueryData<Timeline>(source.key), pages);
    },
    // The events after the page's head come by themselves: the feed starts there.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const live = data && liveSegment(data);
  const wanted = data && (around === undefined ? live : segmentAt(data, around));
  const shown = useRef<Segment>(undefined);
  const segment = wanted ?? shown.current ?? data?.segments.at(-1);
  useEffect(() => {
    shown.current = segment;
  });

  const isMissing = data !== undefined && !data.stale && around !== undefined && !wanted;
  useEffect(() => {
    if (!isMissing || around === undefined) return;
    const cancel = new AbortController();
    source
      .load({ around_seq: around }, cancel.signal)
      .then((page) => source.put(cache, page, (known) => insertPage(known, page)), complain);
    return () => cancel.abort();
  }, [isMissing, around, source, cache]);

  // Rows that were cut off at the newer end leave nothing for live events to follow on; and what could not be read
  // again is still old.
  const isLacking = data !== undefined && !isFetching && (data.stale ? error !== null : !live);
  const wait = error === null ? 0 : RETRY_MS;
  useEffect(() => {
    if (!isLacking) return;
    const timer = setTimeout(() => void refetch(), wait);
    return () => clearTimeout(timer);
  }, [isLacking, wait, refetch]);

  const length = live?.messages.length ?? 0;
  useEffect(() => {
    if (length <= MAX_ROWS || reading() !== undefined) return;
    cache.setQueryData<Timeline>(source.key, (known) => {
      const newest = known && liveSegment(known)?.messages.at(-1);
      return newest ? trim(known, newest.seq, "newer") : known;
    });
  }, [length, reading, source, cache]);

  const more = useMore(source, segment, stay);
  return {
    segment,
    isThere: wanted !== undefined,
    live,
    isStale: data?.stale === true,
    isLoading: isFetching || isMissing,
    error,
    loadOlder: more.older,
    loadNewer: more.newer,
    retry: useCallback(() => void refetch(), [refetch]),
  };
}

function useSource({ channel, root }: Place, session: Session): Source {
  return useMemo(() => new Source(channel, root, session), [channel, root, session]);
}

/** One page more at either side, one at a time. */
function useMore(source: Source, segment: Segment | undefined, stay: (seq: number) => void) {
  const cache = useQueryClient();
  const busy = useRef({ older: false, newer: false });
  const latest = useRef(segment);
  latest.current = segment;
  const more = useCallback(
    async (side: "older" | "newer") => {
      const current = latest.current;
      const edge = side === "older" ? current?.messages[0]?.seq : current?.messages.at(-1)?.seq;
      const isOpen = side === "older" ? current?.hasOlder : current?.hasNewer;
      if (edge === undefined || !isOpen || busy.current[side]) return;
      busy.current[side] = true;
      try {
        const page = await source.load(side === "older" ? { before_seq: edge } : { after_seq: edge });
        source.put(cache, page, (known) => {
          const joined = side === "older" ? insertOlder(known, edge, page) : insertNewer(known, edge, page);
          const trimmed = trim(joined, edge, side);
          if (trimmed !== joined && side === "older") stay(edge);
          return trimmed;
        });
      } catch (failure) {
        complain(failure);
      } finally {
        busy.current[side] = false;
      }
    },
    [source, cache, stay],
  );
  return {
    older: useCallback(() => void more("older"), [more]),
    newer: useCallback(() => void more("newer"), [more]),
  };
}

function complain(failure: unknown): void {
  if (!isAborted(failure)) toast.error(explain(failure));
}
