import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../api/keys";
import type { Channel, Me, Message } from "../api/types";
import { findMessage, goStale, type Timeline } from "../timeline/timeline";
import { apply, replay, type Scope } from "./apply";
import { Batch } from "./batch";
import { addresses, Known, said } from "./count";
import { type HoleParts, Holes } from "./fill";
import type { LogFrame, Position, Ready, Resumed, ServerFrame } from "./frames";
import { Here } from "./here";
import { Journal } from "./journal";
import { behindHead, type Feed, openFeed, take } from "./positions";
import { POSITIONS_IN_URL } from "./sse";
import { summarise, withHead } from "./summary";

/** Positions told when identifying, at most. */
const POSITIONS = 200;
export interface Effects {
  readonly me: string;
  /** A frame without a seq: typing, presence, read positions and the rest of what is the user's own. */
  hint(frame: { type: string; channel: string | null; data: unknown }): void;
  /** New messages of others, after they were applied. `replayed`: they came while nobody was connected. */
  arrived(channel: string, messages: readonly Message[], replayed: boolean): void;
  /** A new life of a channel's log: what was accepted in the old one must be sent again. */
  epoch(channel: string, epoch: number): void;
  /** Events that only the history can tell now. */
  reload(channel: string): void;
  /** A hole was closed. */
  filled(): void;
  /** Something in the lists can no longer be told from events. */
  resync(): void;
  gone(channel: string): void;
  schedule(run: () => void): void;
  /** Whom to ask for the events that are missing, the best first. */
  readonly asks: HoleParts["asks"];
}

/**
 * Between the socket and the query cache: keeps each channel's position, closes holes, and applies what is in order.
 * The one place that writes live data.
 */
export class Realtime {
  private readonly feeds = new Map<string, Feed>();
  private readonly holes: Holes;
  private readonly journal = new Journal();
  private readonly here = new Here();
  /** Up to here a channel's events are those that were missed. */
  private readonly missedUpTo = new Map<string, number>();
  private readonly batch: Batch<LogFrame>;
  private version: number | undefined;

  constructor(
    private readonly cache: QueryClient,
    private readonly effects: Effects,
  ) {
    this.batch = new Batch(effects.schedule, (frames) => this.take(frames));
    this.holes = new Holes({
      asks: effects.asks,
      feed: (channel) => this.feeds.get(channel),
      take: (events) => this.take(events),
      filled: () => effects.filled(),
      hopeless: (channel, feed) => this.reread(channel, feed),
    });
  }

  /** What was shown before the socket is up, from /sync or the disk: resume continues from there. */
  begin(userVersion: number, channels: readonly Pick<Channel, "id" | "epoch" | "head_seq">[]): void {
    this.version = Math.max(this.version ?? 0, userVersion);
    for (const channel of channels) {
      if (!this.feeds.has(channel.id)) this.feeds.set(channel.id, openFeed(channel.epoch, channel.head_seq));
    }
  }

  get userVersion(): number {
    return this.version ?? 0;
  }

  positions(): { user_version: number | undefined; positions: Position[] } {
    this.batch.flush();
    const known = [...this.feeds].map(([channel, feed]): Position => [channel, feed.epoch, feed.seq]);
    return { user_version: this.version, positions: known.slice(-POSITIONS) };
  }

  positionOf(channel: string): Feed | undefined {
    return this.feeds.get(channel);
  }

  ready(ready: Ready): void {
    // What the user's own log missed follows by itself if it can; the lists are read again in any case.
    const stale = this.version !== ready.user_version;
    this.version ??= ready.user_version;
    const heads = new Map(ready.channels.map((head) => [head[0], head]));
    const known = this.cache.getQueryData<Channel[]>(keys.channels) ?? [];
    // As many as any carrier tells; asking for what is replayed anyway costs little.
    const told = new Set(
      this.positions()
        .positions.slice(-POSITIONS_IN_URL)
        .map(([channel]) => channel),
    );
    this.cache.setQueryData<Channel[]>(
      keys.channels,
      known.map((channel) => {
        const head = heads.get(channel.id);
        return head ? withHead(channel, head) : channel;
      }),
    );
    this.missedUpTo.clear();
    for (const [channel, head] of heads) {
      this.missedUpTo.set(channel, head[2]);
      const feed = this.feeds.get(channel);
      if (!feed) this.feeds.set(channel, openFeed(head[1], head[2]));
      // Too many channels for `identify`: nothing is replayed here, so the head alone shows the hole.
      else if (!told.has(channel) && behindHead(feed, head[2])) this.holes.fill(channel);
    }
    // A channel that came or went while nobody listened, or a change of my own on another device.
    if (stale || known.length !== heads.size || known.some((channel) => !heads.has(channel.id))) this.effects.resync();
  }

  frame(frame: ServerFrame): void {
    switch (frame.kind) {
      case "log":
        this.batch.push(frame.frame);
        return;
      case "ping":
        this.batch.flush();
        for (const [channel, head] of Object.entries(frame.heads)) {
          const feed = this.feeds.get(channel);
          if (feed && behindHead(feed, head)) this.holes.fill(channel);
        }
        return;
      case "resumed":
        this.batch.flush();
        this.resumed(frame.resumed);
        return;
      case "hint":
        this.hint(frame);
        return;
      default:
        return;
    }
  }

  /** Start to follow a channel from here: it was just added, or its newest page just loaded. */
  follow(channel: string, epoch: number, seq: number): void {
    const feed = this.feeds.get(channel);
    if (!feed || feed.epoch !== epoch || feed.seq < seq) this.feeds.set(channel, openFeed(epoch, seq));
  }

  forget(channel: string): void {
    this.feeds.delete(channel);
    this.journal.forget(channel);
    this.here.forget(channel);
  }

  /** A page read at `headSeq` is in: whatever was applied while it was under way is played on top of it. */
  settle(channel: string, root: string | null, timeline: Timeline, headSeq: number): Timeline {
    const feed = this.feeds.get(channel);
    if (!feed || feed.epoch !== timeline.epoch || headSeq >= feed.seq) return timeline;
    const missed = this.journal.after(channel, headSeq, feed.seq);
    const scope: Scope = root === null ? { kind: "channel" } : { kind: "thread", root };
    if (missed) return replay(timeline, missed, scope, { id: this.effects.me });
    queueMicrotask(() => this.effects.reload(channel));
    return goStale(timeline, feed.epoch, feed.seq);
  }

  /** Every event of a channel that was applied after `seq`; undefined when they are not all known any more. */
  since(channel: string, seq: number): readonly LogFrame[] | undefined {
    return this.journal.after(channel, seq, this.feeds.get(channel)?.seq ?? seq);
  }

  private hint(frame: {
    type: string;
    channel: string | null;
    data: unknown;
    user_version?: number | undefined;
  }): void {
    const { user_version } = frame;
    if (user_version !== undefined && this.version !== undefined) {
      if (user_version === this.version + 1) this.version = user_version;
      else if (user_version > this.version) this.effects.resync();
    }
    this.effects.hint(frame);
  }

  private resumed({ channel, outcome, epoch, head_seq }: Resumed): void {
    if (outcome === "gone" || epoch === null || head_seq === null) {
      this.forget(channel);
      this.effects.gone(channel);
      return;
    }
    this.missedUpTo.set(channel, head_seq);
    if (outcome === "ok") {
      this.setEpoch(channel, epoch);
      return;
    }
    if (outcome === "reset") this.effects.epoch(channel, epoch);
    this.startOver(channel, epoch, head_seq);
  }

  private setEpoch(channel: string, epoch: number): void {
    const feed = this.feeds.get(channel);
    if (!feed || feed.epoch === epoch) return;
    // The position holds in the new life too; what was held back does not.
    this.feeds.set(channel, openFeed(epoch, feed.seq));
    this.eachTimeline(channel, (timeline) => ({ ...timeline, epoch }));
    this.effects.epoch(channel, epoch);
  }

  /** Too far behind to replay: what is loaded is shown until it is read again, and nothing is added to it. */
  private startOver(channel: string, epoch: number, seq: number): void {
    this.feeds.set(channel, openFeed(epoch, seq));
    this.journal.forget(channel);
    this.here.forget(channel);
    this.eachTimeline(channel, (timeline) => goStale(timeline, epoch, seq));
    this.effects.reload(channel);
  }

  private take(frames: readonly LogFrame[]): void {
    const byChannel = new Map<string, LogFrame[]>();
    for (const frame of frames) {
      const some = byChannel.get(frame.channel);
      if (some) some.push(frame);
      else byChannel.set(frame.channel, [frame]);
    }
    for (const [channel, some] of byChannel) {
      const feed = this.feeds.get(channel);
      if (!feed) continue;
      const taken = take(feed, some);
      this.feeds.set(channel, taken.feed);
      if (taken.ready.length > 0) this.apply(channel, taken.ready);
      if (taken.fillAfter !== undefined) this.holes.fill(channel);
    }
  }

  private apply(channel: string, frames: readonly LogFrame[]): void {
    const viewer = { id: this.effects.me };
    const shown = this.cache.getQueryData<Timeline>(keys.timeline(channel));
    // What is out of date says nothing of what a message was before.
    const before = shown?.stale ? undefined : shown;
    const earlier = this.journal.kept(channel);
    this.journal.note(channel, frames);
    this.eachTimeline(channel, (timeline, scope) =>
      frames.reduce((now, frame) => apply(now, frame, scope, viewer), timeline),
    );
    this.applyToSummary(channel, frames, new Known((id) => (before && findMessage(before, id)) ?? said(earlier, id)));
    this.invalidate(channel, frames);
    const upTo = this.missedUpTo.get(channel) ?? 0;
    for (const replayed of [true, false]) {
      const messages = byOthers(frames, this.effects.me).filter((message) => message.seq <= upTo === replayed);
      if (messages.length > 0) this.effects.arrived(channel, messages, replayed);
    }
  }

  /** The channel's timeline, and those of its threads that are loaded. */
  private eachTimeline(channel: string, change: (timeline: Timeline, scope: Scope) => Timeline): void {
    this.cache.setQueryData<Timeline>(
      keys.timeline(channel),
      (timeline) => timeline && change(timeline, { kind: "channel" }),
    );
    for (const [key, thread] of this.cache.getQueriesData<Timeline & { channel: string }>({ queryKey: ["thread"] })) {
      const root = key[1];
      if (typeof root !== "string" || thread?.channel !== channel) continue;
      this.cache.setQueryData(key, change(thread, { kind: "thread", root }));
    }
  }

  private applyToSummary(channel: string, frames: readonly LogFrame[], messages: Known): void {
    let recount = false;
    const missed = this.missedUpTo.get(channel) ?? 0;
    const hides = this.cache.getQueryData<Me>(keys.me)?.status.presence === "offline";
    this.cache.setQueryData<Channel[]>(keys.channels, (channels) =>
      channels?.map((known) => {
        if (known.id !== channel) return known;
        return frames.reduce((now, frame) => {
          const heard = { there: !hides && frame.seq > missed, me: this.effects.me };
          // First asked, then summed up: what it hears it remembers.
          recount = (now.membership !== null && this.here.doubts(frame, now.membership, messages, heard)) || recount;
          const changed = summarise(now, frame, this.effects.me, messages);
          recount ||= changed.recount;
          return changed.channel;
        }, known);
      }),
    );
    if (recount) this.effects.resync();
  }

  private invalidate(channel: string, frames: readonly LogFrame[]): void {
    const types = new Set(frames.map((frame) => frame.type.split(".", 1)[0]));
    if (types.has("member")) void this.cache.invalidateQueries({ queryKey: keys.members(channel) });
    if (types.has("pin")) void this.cache.invalidateQueries({ queryKey: keys.pins(channel) });
    if (frames.some((frame) => touchesMentions(frame, this.effects.me)))
      void this.cache.invalidateQueries({ queryKey: ["mentions"] });
    if (frames.some(touchesFiles)) void this.cache.invalidateQueries({ queryKey: ["files", channel] });
  }

  private reread(channel: string, feed: Feed): void {
    const head = this.cache.getQueryData<Channel[]>(keys.channels)?.find((known) => known.id === channel);
    this.startOver(channel, feed.epoch, Math.max(head?.head_seq ?? 0, feed.hold.at(-1)?.seq ?? feed.seq));
    this.effects.resync();
  }
}

function byOthers(frames: readonly LogFrame[], me: string): Message[] {
  const created = frames.filter((frame) => frame.type === "message.created").map((frame) => frame.data as Message);
  return created.filter((message) => message.author.id !== me);
}

/** Whether the list of what calls me may be another after it. */
function touchesMentions({ type, data }: LogFrame, me: string): boolean {
  if (type === "message.created") return addresses(data as Message, (data as Message).author, me);
  return (
    type === "message.deleted" || (type === "message.updated" && (data as Partial<Message>).mentions !== undefined)
  );
}

/** Whether the list of a channel's files may be another after it. */
function touchesFiles({ type, data }: LogFrame): boolean {
  const { files = [] } = data as Partial<Message>;
  return type === "message.deleted" || (type.startsWith("message.") && files.length > 0);
}
