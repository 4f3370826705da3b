import type { QueryClient } from "@tanstack/react-query";
import { sync as fetchSync } from "./api/channels";
import { refresh } from "./api/client";
import { keys } from "./api/keys";
import type { CallSignal, Channel, Me, Membership, Message, ReadPosition, Sync } from "./api/types";
import { isBlocked, useBlocked } from "./blocked";
import { Emitter } from "./events";
import { Idle } from "./features/presence/idle";
import { usePresence } from "./features/presence/presence";
import { useTyping } from "./features/presence/typing";
import { Watch } from "./features/presence/watch";
import { Sender } from "./outbox/sender";
import type { Disk } from "./outbox/store";
import { askRest, asks } from "./session/asks";
import { applyHint } from "./session/hints";
import { show, withPosition } from "./session/lists";
import { nextFrame } from "./socket/batch";
import { browser } from "./socket/browser";
import { Connection } from "./socket/connection";
import { useLink } from "./socket/link";
import type { Status, Surroundings } from "./socket/link-types";
import { Realtime } from "./socket/realtime";
import { Tabs } from "./tabs";
import { Keeper, type Kept, readTimeline, restore } from "./timeline/persist";
import { type Timeline, upsert } from "./timeline/timeline";

declare const __VERSION__: string;

const RESYNC_MS = 300;
/** The lists could not be read: again after this, while there is a connection. */
const RESYNC_AGAIN_MS = 5_000;
/** Absences that are shorter are told of by the resume alone. */
const AWAY_MS = 60_000;
const TYPING_SWEEP_MS = 1_000;
export interface SessionEvents {
  /** New messages of others, after they are in the cache. `replayed`: written while this page was not connected. */
  arrived: { readonly channel: string; readonly messages: readonly Message[]; readonly replayed: boolean };
  /** Somebody rings, or something happened in a call. */
  call: { readonly channel: string; readonly signal: CallSignal };
  /** A channel that is no longer mine. */
  gone: string;
  /** The server knows this person no more, another tab signed out, or somebody else is signed in by now. */
  signedOut: "expelled" | "elsewhere" | "another";
}

/** Everything that lives from sign-in to sign-out: the socket, the positions, the outbox, the disk. */
export class Session {
  readonly events = new Emitter<SessionEvents>();
  readonly realtime: Realtime;
  readonly connection: Connection;
  readonly sender: Sender;
  readonly tabs: Tabs;
  /** Whose presence is on the screen. */
  readonly watch: Watch;
  /** Whether somebody touches this page: who is idle everywhere is shown as away. */
  private readonly idle = new Idle({
    now: Date.now,
    // Whoever is not connected tells it when identifying.
    tell: (idle) => void this.connection.command("presence.idle", { idle }).catch(() => undefined),
  });
  /** Writes what is shown to the disk, for the next start. */
  readonly keeper: Keeper;
  private resyncTimer: ReturnType<typeof setTimeout> | undefined;
  private sweepTimer: ReturnType<typeof setInterval> | undefined;
  private live = false;
  private closed = false;
  /** How long the last loss of the link took. */
  private awayFor = 0;
  /** The lists are the server's, not only the disk's. */
  private synced = false;
  private focused: { readonly channel: string | null; readonly parent_id: string | null } | undefined;
  private attended = false;
  /** Channels that came by my own doing since the lists were last asked for. */
  private readonly added = new Set<string>();

  constructor(
    readonly me: string,
    readonly cache: QueryClient,
    readonly disk: Disk,
    world: Surroundings = browser(),
  ) {
    this.tabs = new Tabs(me);
    this.realtime = new Realtime(cache, {
      me,
      hint: (frame) => this.hint(frame.type, frame.channel, frame.data),
      arrived: (channel, messages, replayed) => this.arrived(channel, messages, replayed),
      epoch: (channel, epoch) => this.sender.epoch(channel, epoch),
      reload: (channel) => this.reload(channel),
      filled: () => useLink.getState().set({ gapsFilled: useLink.getState().gapsFilled + 1 }),
      resync: () => this.resync(),
      gone: (channel) => this.remove(channel),
      schedule: nextFrame,
      asks: asks(() => this.connection),
    });
    this.connection = new Connection(`web/${__VERSION__}`, world, {
      positions: () => ({ ...this.realtime.positions(), idle: this.idle.isIdle }),
      status: (status) => this.status(status),
      hello: () => undefined,
      ready: (ready) => {
        useLink.getState().set({ caughtUp: 0, resumedAt: Date.now() });
        usePresence.getState().merge(ready.presence);
        this.realtime.ready(ready);
        this.watch.again();
        this.tellFocus();
        // What is only hinted at is not told again: after a while away it is asked for.
        if (!this.synced || this.awayFor > AWAY_MS) this.resync();
        for (const key of ["threads", "mentions"]) void this.cache.invalidateQueries({ queryKey: [key] });
        this.sender.wake();
      },
      frame: (frame) => this.realtime.frame(frame),
      refresh,
      rest: askRest,
    });
    this.watch = new Watch(() => this.connection);
    this.sender = new Sender({
      me,
      disk,
      tabs: this.tabs,
      connection: () => this.connection,
      isLive: () => this.connection.takesCommands,
      accepted: (message) => this.accepted(message),
      now: Date.now,
      random: Math.random,
    });
    this.keeper = new Keeper(cache, disk, () => this.realtime.userVersion);
    this.tabs.on("read", (position) => this.read(position, false));
    this.tabs.on("signedOut", () => {
      this.sender.stop();
      this.events.emit("signedOut", "elsewhere");
    });
  }

  /** Show what is known, and stand where that ends. `fresh`: the server has just said so. */
  begin(first: Sync, fresh: boolean): void {
    this.synced = fresh;
    const before = this.cache.getQueryData<Me>(keys.me);
    if (before && before.id !== this.me) this.cache.clear();
    this.show(first);
    this.realtime.begin(first.user_version, first.channels);
  }

  async start(): Promise<void> {
    // Before anything is awaited: what comes meanwhile is kept, too.
    this.keeper.start();
    await this.sender.start();
    this.connection.start();
    this.idle.start();
    this.sweepTimer = setInterval(() => useTyping.getState().expire(Date.now()), TYPING_SWEEP_MS);
  }

  close(): void {
    this.closed = true;
    clearInterval(this.sweepTimer);
    clearTimeout(this.resyncTimer);
    this.watch.stop();
    this.idle.stop();
    this.connection.stop();
    this.sender.stop();
    void this.keeper.flush();
    this.keeper.stop();
    this.tabs.close();
    usePresence.getState().forget();
    useBlocked.getState().begin([]);
    this.disk.close();
  }

  /** A channel that I just created, joined or opened. */
  add(channel: Channel): void {
    this.added.add(channel.id);
    this.cache.setQueryData<Channel[]>(keys.channels, (known = []) => [
      ...known.filter((one) => one.id !== channel.id),
      channel,
    ]);
    this.realtime.follow(channel.id, channel.epoch, channel.head_seq);
  }

  remove(channel: string): void {
    this.realtime.forget(channel);
    this.cache.setQueryData<Channel[]>(keys.channels, (known = []) => known.filter((one) => one.id !== channel));
    this.cache.removeQueries({ queryKey: keys.timeline(channel) });
    void this.disk.delete("timelines", channel);
    this.events.emit("gone", channel);
  }

  /** A read position, from the server or another tab; `tell`: the other tabs do not know it yet. */
  read(position: ReadPosition, tell = true): void {
    const { channel_id, head_seq } = position;
    const later = this.realtime.since(channel_id, head_seq);
    let recount = false;
    this.patchMembership(channel_id, (membership) => {
      const read = withPosition(membership, position, later, this.me);
      recount = read.recount;
      return read.membership;
    });
    if (recount) this.resync();
    if (tell) this.tabs.tell("read", position);
  }

  patchMembership(channel: string, change: (membership: Membership) => Membership): void {
    this.cache.setQueryData<Channel[]>(keys.channels, (known) =>
      known?.map((one) =>
        one.id === channel && one.membership ? { ...one, membership: change(one.membership) } : one,
      ),
    );
  }

  /** What is on the screen: the server sends typing and receipts for that alone. */
  focus(channel: string, root: string | null): void {
    this.focused = { channel, parent_id: root };
    this.tellFocus();
  }

  /** Whether somebody is before this tab: while they are, their other devices stay silent. */
  attend(there: boolean): void {
    this.attended = there;
    this.focused ??= { channel: null, parent_id: null };
    this.tellFocus();
  }

  /** The lists as the server has them now; what happened while they were under way stays. Throws what /sync throws. */
  async sync(): Promise<void> {
    this.added.clear();
    const now = await fetchSync();
    if (this.closed) return;
    if (now.me.id !== this.me) {
      this.events.emit("signedOut", "another");
      return;
    }
    const listed = new Set(now.channels.map((channel) => channel.id));
    const lost = (this.cache.getQueryData<Channel[]>(keys.channels) ?? []).filter(
      (channel) => !listed.has(channel.id) && !this.added.has(channel.id),
    );
    for (const channel of lost) this.remove(channel.id);
    this.show(now);
    this.realtime.begin(now.user_version, now.channels);
    this.synced = true;
  }

  /** The rows of a channel from the disk, brought up to where its events are; `stale` when that cannot be done. */
  async restore(channel: string): Promise<Timeline | undefined> {
    const kept = await readTimeline(this.disk, channel).catch(() => undefined);
    return kept && this.revived(channel, kept);
  }

  /** Undefined when the rows are of another life of the channel. */
  revived(channel: string, kept: Kept): Timeline | undefined {
    if (this.realtime.positionOf(channel)?.epoch !== kept.epoch) return undefined;
    return this.realtime.settle(channel, null, restore(kept), kept.seq);
  }

  private tellFocus(): void {
    // Whoever is not connected tells it with the next `ready`.
    const seen = this.focused && { ...this.focused, active: this.attended };
    if (seen) this.connection.command("focus", seen).catch(() => undefined);
  }

  private show(now: Sync): void {
    const since = (channel: string, seq: number) => this.realtime.since(channel, seq) ?? [];
    if (show(this.cache, now, { since, added: this.added })) this.resync();
    this.cache.setQueryData(keys.features, now.features);
    usePresence.getState().merge(now.presence);
    const direct = now.channels.flatMap((channel) => channel.members.map((member) => member.id));
    this.watch.add([now.me.id, ...direct]);
  }

  /** Lists that events cannot tell any more are read again, once for however many reasons came together. */
  private resync(after = RESYNC_MS): void {
    clearTimeout(this.resyncTimer);
    this.resyncTimer = setTimeout(() => {
      // Without a connection the next `ready` asks again.
      this.sync().catch(() => this.live && this.resync(RESYNC_AGAIN_MS));
    }, after);
  }

  private reload(channel: string): void {
    for (const key of [keys.timeline(channel), keys.members(channel), keys.pins(channel)])
      void this.cache.invalidateQueries({ queryKey: key });
    void this.cache.invalidateQueries({
      queryKey: ["thread"],
      predicate: (query) => (query.state.data as { channel?: string } | undefined)?.channel === channel,
    });
  }

  private arrived(channel: string, messages: readonly Message[], replayed: boolean): void {
    if (replayed) useLink.getState().set({ caughtUp: useLink.getState().caughtUp + messages.length });
    // Of what is folded away nobody is told.
    const heard = messages.filter((message) => !isBlocked(message.author.id));
    if (heard.length > 0) this.events.emit("arrived", { channel, messages: heard, replayed });
  }

  private status(status: Status): void {
    const wasLive = this.live;
    this.live = status.name === "live" || status.name === "probing";
    const link = useLink.getState();
    if (this.live && !wasLive) this.awayFor = link.lostAt === null ? 0 : Date.now() - link.lostAt;
    const atRest = this.live || status.name === "idle" || status.name === "asleep";
    link.set({ status, lostAt: atRest ? null : (link.lostAt ?? Date.now()) });
    // Styles and tests see it too.
    document.documentElement.dataset["link"] = status.name;
    if (wasLive && !this.live) {
      usePresence.getState().forget();
      void this.keeper.flush();
    }
    if (status.name === "stopped" && isSignedOut(status.code)) this.events.emit("signedOut", "expelled");
  }

  private accepted(message: Message): void {
    const put = (timeline: Timeline | undefined) => timeline && upsert(timeline, message);
    if (message.message_no !== null) this.cache.setQueryData<Timeline>(keys.timeline(message.channel_id), put);
    if (message.parent_id !== null) this.cache.setQueryData<Timeline>(keys.thread(message.parent_id), put);
  }

  private hint(type: string, channel: string | null, data: unknown): void {
    if (type === "call.signal" && channel) this.events.emit("call", { channel, signal: data as CallSignal });
    applyHint(type, channel, data, {
      me: this.me,
      cache: this.cache,
      read: (position) => this.read(position, false),
      patchMembership: (where, change) => this.patchMembership(where, change),
      durable: (where, seq) => this.sender.durable(where, seq),
      remove: (where) => this.remove(where),
      follow: (where, epoch, seq) => this.realtime.follow(where, epoch, seq),
      resync: () => this.resync(),
      blocked: (user, blocked) => this.blocked(user, blocked),
    });
  }

  /** Here or on another device: unread mentions are counted anew, and who may be seen is told again. */
  private blocked(user: string, blocked: boolean): void {
    useBlocked.getState().change(user, blocked);
    void this.cache.invalidateQueries({ queryKey: keys.blocks });
    this.watch.again();
    this.resync();
  }
}

/** 4100: the session could not be refreshed. 4503: it was ended. After the other final codes one is still signed in. */
export function isSignedOut(code: number): boolean {
  return code === 4100 || code === 4503;
}
