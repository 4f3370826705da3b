import type { Message } from "../api/types";

/** A contiguous run of messages, ascending by seq: no message of the channel between the first and the last is missing. */
export interface Segment {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** False for the live segment only: nothing newer exists, so live events append to it. */
  readonly hasNewer: boolean;
}

/** What a client holds of one channel (or one thread): disjoint segments, ascending; the last one may be live. */
export interface Timeline {
  readonly epoch: number;
  /** Seq of the last event applied. */
  readonly seq: number;
  readonly segments: readonly Segment[];
  /** Events were missed that only the history can tell: shown as it is, until the page that replaces it is here. */
  readonly stale?: boolean;
}

export interface Page {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

export const MAX_ROWS = 1_000;
export const KEEP_ROWS = 600;

export function emptyTimeline(epoch: number, seq: number): Timeline {
  return { epoch, seq, segments: [] };
}

export function liveSegment(timeline: Timeline): Segment | undefined {
  const last = timeline.segments.at(-1);
  return last && !last.hasNewer ? last : undefined;
}

export function findMessage(timeline: Timeline, id: string): Message | undefined {
  for (const segment of timeline.segments) {
    const found = segment.messages.find((message) => message.id === id);
    if (found) return found;
  }
  return undefined;
}

/** The segment in which a message with this seq would be, if there is or was one. */
export function segmentAt(timeline: Timeline, seq: number): Segment | undefined {
  return timeline.segments.find(
    (segment) => (first(segment) <= seq || !segment.hasOlder) && (seq <= last(segment) || !segment.hasNewer),
  );
}

/** A page fetched around a message, or the newest page: becomes a segment and merges with those it overlaps. */
export function insertPage(timeline: Timeline, page: Page): Timeline {
  return { ...timeline, segments: merge([...timeline.segments, page]) };
}

/** A page that ends just before `beforeSeq`, the oldest message of a loaded segment. */
export function insertOlder(timeline: Timeline, beforeSeq: number, page: Page): Timeline {
  return insertBeside(timeline, beforeSeq, page, "older");
}

/** A page that starts just after `afterSeq`, the newest message of a loaded segment. */
export function insertNewer(timeline: Timeline, afterSeq: number, page: Page): Timeline {
  return insertBeside(timeline, afterSeq, page, "newer");
}

function insertBeside(timeline: Timeline, seq: number, page: Page, side: "older" | "newer"): Timeline {
  const index = timeline.segments.findIndex((segment) =>
    side === "older" ? first(segment) === seq : last(segment) === seq,
  );
  const segment = timeline.segments[index];
  // The segment was trimmed or dropped while the page was under way: the page would float, so it is not kept.
  if (!segment) return timeline;
  const joined: Segment =
    side === "older"
      ? { messages: unite(page.messages, segment.messages), hasOlder: page.hasOlder, hasNewer: segment.hasNewer }
      : { messages: unite(segment.messages, page.messages), hasOlder: segment.hasOlder, hasNewer: page.hasNewer };
  const segments = [...timeline.segments];
  segments[index] = joined;
  return { ...timeline, segments: merge(segments) };
}

/**
 * Insert or replace one message. The later `rev_seq` wins, so the REST answer, the command's `ok`, the live event and
 * another tab's copy may come in any order and any number of times.
 */
export function upsert(timeline: Timeline, message: Message): Timeline {
  for (const [index, segment] of timeline.segments.entries()) {
    const at = segment.messages.findIndex((row) => row.id === message.id);
    if (at >= 0) {
      const known = segment.messages[at];
      if (!known || known.rev_seq >= message.rev_seq) return timeline;
      return replaceSegment(timeline, index, { ...segment, messages: segment.messages.with(at, message) });
    }
    // Between the rows of a stale timeline and what is live, something is missing: nothing is added to its end.
    const follows = !segment.hasNewer && message.seq > last(segment) && timeline.stale !== true;
    // My own message may be answered before the events that lie before it are here.
    const precedes = !segment.hasOlder && message.seq < first(segment) && segment.messages.length > 0;
    if (covers(segment, message.seq) || follows || precedes) {
      return replaceSegment(timeline, index, { ...segment, messages: unite(segment.messages, [message]) });
    }
  }
  return timeline;
}

/** Change a loaded message; rows that are not loaded, or already know this seq, stay as they are (and keep identity). */
export function patch(timeline: Timeline, id: string, seq: number, change: (message: Message) => Message): Timeline {
  for (const [index, segment] of timeline.segments.entries()) {
    const at = segment.messages.findIndex((row) => row.id === id);
    const known = segment.messages[at];
    if (!known) continue;
    if (known.rev_seq >= seq) return timeline;
    const changed = { ...change(known), rev_seq: seq };
    return replaceSegment(timeline, index, { ...segment, messages: segment.messages.with(at, changed) });
  }
  return timeline;
}

/** Note that everything up to `seq` was applied. */
export function advance(timeline: Timeline, seq: number): Timeline {
  return seq > timeline.seq ? { ...timeline, seq } : timeline;
}

/**
 * Once the segment at `seq` has outgrown `MAX_ROWS`, keep the `KEEP_ROWS` of the end that is being read. Without its
 * newer end a live segment is no longer live.
 */
export function trim(timeline: Timeline, seq: number, keep: "older" | "newer"): Timeline {
  const index = timeline.segments.findIndex((segment) => covers(segment, seq));
  const segment = timeline.segments[index];
  if (!segment || segment.messages.length <= MAX_ROWS) return timeline;
  return replaceSegment(timeline, index, cut(segment, keep));
}

/** What is kept of a channel that nobody looks at: its newest rows. */
export function shelve(timeline: Timeline): Timeline {
  const live = liveSegment(timeline);
  if (!live) return { ...timeline, segments: timeline.segments.slice(-1) };
  if (timeline.segments.length === 1 && live.messages.length <= KEEP_ROWS) return timeline;
  return { ...timeline, segments: [live.messages.length > KEEP_ROWS ? cut(live, "newer") : live] };
}

function cut(segment: Segment, keep: "older" | "newer"): Segment {
  return keep === "newer"
    ? { ...segment, messages: segment.messages.slice(-KEEP_ROWS), hasOlder: true }
    : { ...segment, messages: segment.messages.slice(0, KEEP_ROWS), hasNewer: true };
}

/** The position was too far behind to replay, or of another life: what is loaded is no longer true. */
export function goStale(timeline: Timeline, epoch: number, seq: number): Timeline {
  return { ...timeline, epoch, seq, stale: true };
}

function first(segment: Page): number {
  return segment.messages[0]?.seq ?? Number.POSITIVE_INFINITY;
}

function last(segment: Page): number {
  return segment.messages.at(-1)?.seq ?? Number.NEGATIVE_INFINITY;
}

function covers(segment: Segment, seq: number): boolean {
  return first(segment) <= seq && seq <= last(segment);
}

function replaceSegment(timeline: Timeline, index: number, segment: Segment): Timeline {
  return { ...timeline, segments: timeline.segments.with(index, segment) };
}

/** Both lists ascend by seq; the result too, each id once, the later revision kept. */
function unite(left: readonly Message[], right: readonly Message[]): Message[] {
  const byId = new Map<string, Message>();
  for (const message of [...left, ...right]) {
    const known = byId.get(message.id);
    if (!known || known.rev_seq < message.rev_seq) byId.set(message.id, message);
  }
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}

function merge(segments: readonly Segment[]): Segment[] {
  // An empty page says something only when it is all there is: an empty, live channel.
  const filled = segments.filter((segment) => segment.messages.length > 0);
  if (filled.length === 0) return segments.slice(-1);
  const sorted = [...filled].sort((a, b) => first(a) - first(b));
  const merged: Segment[] = [];
  for (const segment of sorted) {
    const previous = merged.at(-1);
    if (previous && first(segment) <= last(previous)) {
      merged[merged.length - 1] = union(previous, segment);
    } else {
      merged.push(segment);
    }
  }
  // Two segments that do not touch have something between them: only the outer ends keep what their pages said.
  return merged.map((segment, index) => ({
    ...segment,
    hasOlder: index > 0 || segment.hasOlder,
    hasNewer: index < merged.length - 1 || segment.hasNewer,
  }));
}

function union(a: Segment, b: Segment): Segment {
  const newer = last(b) >= last(a) ? b : a;
  return {
    messages: unite(a.messages, b.messages),
    hasOlder: first(a) <= first(b) ? a.hasOlder : b.hasOlder,
    hasNewer: last(a) === last(b) ? a.hasNewer && b.hasNewer : newer.hasNewer,
  };
}
