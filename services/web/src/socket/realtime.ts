import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../api/keys";
import type { Channel, Message, Problem } from "../api/types";
import { dropLive, findMessage, type Timeline } from "../timeline/timeline";
import { apply, type Scope } from "./apply";
import { Batch } from "./batch";
import type { Connection } from "./connection";
import type { LogFrame, Position, Ready, Resumed, ServerFrame } from "./frames";
import { behindHead, type Feed, openFeed, take } from "./positions";
import { summarise, withHead } from "./summary";

/** Positions told when identifying, at most. */
const POSITIONS = 200;

export interface Effects {
  readonly me: string;
  /** A frame without a seq: typing, presence, read positions and the rest of what is the user's own. */
  hint(frame: { type: string; channel: string | null; data: unknown }): void;
  /** New messages of others, after they were applied: for announcements and notifications. */
  arrived(channel: string, messages: readonly Message[]): void;
  /** A new life of a channel's log: what was accepted in the old one must be sent again. */
  epoch(channel: string, epoch: number): void;
  /** Events that only the history can tell now. */
  reload(channel: string): void;
  /** Something in the lists can no longer be told from events. */
  resync(): void;
  gone(channel: string): void;
  schedule(run: () => void): void;
}

interface EventsPage {
  readonly events: readonly LogFrame[];
  readonly head_seq: number;
  readonly epoch: number;
}

/**
 * Between the socket and the query cache: keeps each channel's position, closes holes, and applies what is in order.
 * The one place that writes live data.
 */
export class Realtime {
  private readonly feeds = new Map<string, Feed>();
  private readonly filling = new Set<string>();
  private readonly batch: Batch<LogFrame>;
  private version: number | undefined;
  connection: Connection | undefined;

  constructor(
    private readonly cache: QueryClient,
    private readonly effects: Effects,
  ) {
    this.batch = new Batch(effects.schedule, (frames) => this.take(frames));
  }

  /** What was shown before the socket is up, from /sync or the store on disk: resume continues from there. */
  begin(userVersion: number, channels: readonly Channel[]): void {
    this.version = userVersion;
    for (const channel of channels) {
      if (!this.feeds.has(channel.id)) this.feeds.set(channel.id, openFeed(channel.epoch, channel.head_seq));
    }
  }

  positions(): { user_version: number | undefined; positions: Position[] } {
    const known = [...this.feeds].map(([channel, feed]): Position => [channel, feed.epoch, feed.seq]);
    return { user_version: this.version, positions: known.slice(-POSITIONS) };
  }

  ready(ready: Ready): void {
    const stale = this.version !== undefined && this.version !== ready.user_version;
    this.version = ready.user_version;
    const heads = new Map(ready.channels.map((head) => [head[0], head]));
    const known = this.cache.getQueryData<Channel[]>(keys.channels) ?? [];
    this.cache.setQueryData<Channel[]>(
      keys.channels,
      known.map((channel) => {
        const head = heads.get(channel.id);
        return head ? withHead(channel, head) : channel;
      }),
    );
    for (const [channel, head] of heads) {
      if (!this.feeds.has(channel)) this.feeds.set(channel, openFeed(head[1], head[2]));
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
          if (feed && behindHead(feed, head)) void this.fill(channel, feed.seq);
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
  }

  private hint(frame: {
    type: string;
    channel: string | null;
    data: unknown;
    user_version?: number | undefined;
  }): void {
    if (frame.user_version !== undefined) this.version = frame.user_version;
    this.effects.hint(frame);
  }

  private resumed({ channel, outcome, epoch, head_seq }: Resumed): void {
    if (outcome === "ok") {
      if (epoch !== null) this.setEpoch(channel, epoch);
      return;
    }
    if (outcome === "gone" || epoch === null || head_seq === null) {
      this.forget(channel);
      this.effects.gone(channel);
      return;
    }
    if (outcome === "reset") this.effects.epoch(channel, epoch);
    this.startOver(channel, epoch, head_seq);
  }

  private setEpoch(channel: string, epoch: number): void {
    const feed = this.feeds.get(channel);
    if (!feed || feed.epoch === epoch) return;
    this.feeds.set(channel, { ...feed, epoch });
    this.effects.epoch(channel, epoch);
  }

  /** Too far behind to replay: what is loaded is dropped (an older window that is being read stays) and read again. */
  private startOver(channel: string, epoch: number, seq: number): void {
    this.feeds.set(channel, openFeed(epoch, seq));
    this.cache.setQueryData<Timeline>(
      keys.timeline(channel),
      (timeline) => timeline && { ...dropLive(timeline, seq), epoch },
    );
    this.effects.reload(channel);
  }

  private take(frames: readonly LogFrame[]): void {
    const byChannel = Map.groupBy(frames, (frame) => frame.channel);
    for (const [channel, some] of byChannel) {
      const feed = this.feeds.get(channel);
      if (!feed) continue;
      const taken = take(feed, some);
      this.feeds.set(channel, taken.feed);
      if (taken.ready.length > 0) this.apply(channel, taken.ready);
      if (taken.fillAfter !== undefined) void this.fill(channel, taken.fillAfter);
    }
  }

  private apply(channel: string, frames: readonly LogFrame[]): void {
    const viewer = { id: this.effects.me };
    const play = (timeline: Timeline | undefined, scope: Scope) =>
      timeline && frames.reduce((now, frame) => apply(now, frame, scope, viewer), timeline);
    const before = this.cache.getQueryData<Timeline>(keys.timeline(channel));
    this.cache.setQueryData<Timeline>(keys.timeline(channel), (timeline) => play(timeline, { kind: "channel" }));
    this.applyToThreads(channel, play);
    this.applyToSummary(channel, frames, (id) => before && findMessage(before, id)?.author.id);
    this.invalidate(channel, frames);
    const messages = frames.filter((frame) => frame.type === "message.created").map((frame) => frame.data as Message);
    const others = messages.filter((message) => message.author.id !== this.effects.me);
    if (others.length > 0) this.effects.arrived(channel, others);
  }

  private applyToThreads(channel: string, play: (timeline: Timeline, scope: Scope) => Timeline | undefined): void {
    for (const [key, thread] of this.cache.getQueriesData<Timeline & { channel: string }>({ queryKey: ["thread"] })) {
      const root = key[1];
      if (typeof root !== "string" || thread?.channel !== channel) continue;
      this.cache.setQueryData(key, play(thread, { kind: "thread", root }));
    }
  }

  private applyToSummary(
    channel: string,
    frames: readonly LogFrame[],
    authorOf: (id: string) => string | undefined,
  ): void {
    let recount = false;
    this.cache.setQueryData<Channel[]>(keys.channels, (channels) =>
      channels?.map((known) => {
        if (known.id !== channel) return known;
        return frames.reduce((now, frame) => {
          const changed = summarise(now, frame, this.effects.me, authorOf);
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
  }

  /** Close a hole: ask for what follows `after`, page by page; older than the server's tail is read again instead. */
  private async fill(channel: string, after: number): Promise<void> {
    const connection = this.connection;
    if (!connection || this.filling.has(channel)) return;
    this.filling.add(channel);
    try {
      for (let from = after; ; ) {
        const page = (await connection.command("fill", { channel, after_seq: from })) as EventsPage;
        this.take(page.events);
        const reached = page.events.at(-1)?.seq ?? page.head_seq;
        if (reached >= page.head_seq || page.events.length === 0) return;
        from = reached;
      }
    } catch (error) {
      const code = (error as Partial<Problem>).code;
      const head = this.cache.getQueryData<Channel[]>(keys.channels)?.find((known) => known.id === channel);
      const feed = this.feeds.get(channel);
      if (code === "events_gone" && feed)
        this.startOver(channel, feed.epoch, Math.max(head?.head_seq ?? 0, feed.hold.at(-1)?.seq ?? feed.seq));
      // Anything else: the connection went; the resume that follows closes the hole.
    } finally {
      this.filling.delete(channel);
    }
  }
}
