import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { isAborted } from "../../api/client";
import { keys } from "../../api/keys";
import { history, type Loaded, replies } from "../../api/messages";
import { explain } from "../../api/problem";
import {
  emptyTimeline,
  insertNewer,
  insertOlder,
  insertPage,
  liveSegment,
  type Segment,
  segmentAt,
  type Timeline,
} from "../../timeline/timeline";
import { toast } from "../../ui/toast";

/** A channel's top level, or a thread; a thread's timeline names its channel, which is how events find it. */
export type Place = { readonly channel: string; readonly root: string | null };

export interface View {
  readonly segment: Segment | undefined;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly live: boolean;
  loadOlder(): void;
  loadNewer(): void;
  retry(): void;
}

const EMPTY: Segment = { messages: [], hasOlder: false, hasNewer: false };

/** The loaded run of messages around `at` (a seq), or the newest one. */
export function useTimeline({ channel, root }: Place, at: number | undefined): View {
  const cache = useQueryClient();
  const key = root === null ? keys.timeline(channel) : keys.thread(root);
  const load = useCallback(
    (where: Parameters<typeof history>[1], signal?: AbortSignal) =>
      root === null ? history(channel, where, signal) : replies(root, where, signal),
    [channel, root],
  );
  const { data, error, isPending, refetch } = useQuery<Timeline>({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const page = await load(at === undefined ? {} : { around_seq: at }, signal);
      const known = cache.getQueryData<Timeline>(key);
      return begin(known, page, channel, root);
    },
    // The events after the page's head come by themselves: the feed starts there.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const wanted = at !== undefined && data ? segmentAt(data, at) : undefined;
  const segment = data ? (wanted ?? liveSegment(data) ?? data.segments.at(-1) ?? EMPTY) : undefined;
  const busy = useRef({ older: false, newer: false });
  const more = async (side: "older" | "newer") => {
    const edge = side === "older" ? segment?.messages[0]?.seq : segment?.messages.at(-1)?.seq;
    const open = side === "older" ? segment?.hasOlder : segment?.hasNewer;
    if (edge === undefined || !open || busy.current[side]) return;
    busy.current[side] = true;
    try {
      const page = await load(side === "older" ? { before_seq: edge } : { after_seq: edge });
      cache.setQueryData<Timeline>(
        key,
        (known) => known && (side === "older" ? insertOlder(known, edge, page) : insertNewer(known, edge, page)),
      );
    } catch (failure) {
      if (!isAborted(failure)) toast.error(explain(failure));
    } finally {
      busy.current[side] = false;
    }
  };
  return {
    segment,
    isPending,
    error,
    live: segment !== undefined && !segment.hasNewer,
    loadOlder: () => void more("older"),
    loadNewer: () => void more("newer"),
    retry: () => void refetch(),
  };
}

function begin(known: Timeline | undefined, page: Loaded, channel: string, root: string | null): Timeline {
  const same = known && known.epoch === page.epoch ? known : emptyTimeline(page.epoch, page.headSeq);
  // What was applied since is in the cache already; what the page knows and the cache does not, is in the page.
  const joined = insertPage({ ...same, seq: Math.max(same.seq, page.headSeq) }, page);
  return root === null ? joined : Object.assign(joined, { channel });
}
