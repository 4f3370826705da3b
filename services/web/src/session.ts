import type { QueryClient } from "@tanstack/react-query";
import { sync as fetchSync } from "./api/channels";
import { refresh } from "./api/client";
import { keys } from "./api/keys";
import type {
  Channel,
  Me,
  Membership,
  Message,
  Status as Presence,
  ReadPosition,
  Sync,
  User,
  Workspace,
} from "./api/types";
import { usePresence } from "./features/presence/presence";
import { placeOf, useTyping } from "./features/presence/typing";
import { Watch } from "./features/presence/watch";
import { Sender } from "./outbox/sender";
import { type Disk, openDisk } from "./outbox/store";
import { nextFrame } from "./socket/batch";
import { Connection, type Status, type Wire } from "./socket/connection";
import { useLink } from "./socket/link";
import { Realtime } from "./socket/realtime";
import { type Timeline, upsert } from "./timeline/timeline";

declare const __VERSION__: string;

const RESYNC_MS = 300;
const TYPING_SWEEP_MS = 1_000;
const WORKSPACES_OF_PEOPLE = 500;

/** Everything that lives from sign-in to sign-out: the socket, the positions, the outbox, the disk. */
export class Session {
  readonly realtime: Realtime;
  readonly connection: Connection;
  readonly sender: Sender;
  /** Whose presence is on the screen. */
  readonly watch: Watch;
  private resyncTimer: ReturnType<typeof setTimeout> | undefined;
  private sweepTimer: ReturnType<typeof setInterval> | undefined;
  private live = false;
  private focused: { readonly channel: string; readonly parent_id: string | null } | undefined;
  onArrived: (channel: string, messages: readonly Message[]) => void = () => undefined;
  onGone: (channel: string) => void = () => undefined;
  onSignedOut: () => void = () => undefined;

  constructor(
    readonly me: string,
    readonly cache: QueryClient,
    readonly disk: Disk,
  ) {
    this.realtime = new Realtime(cache, {
      me,
      hint: (frame) => this.hint(frame.type, frame.channel, frame.data),
      arrived: (channel, messages) => this.onArrived(channel, messages),
      epoch: (channel, epoch) => this.sender.epoch(channel, epoch),
      reload: (channel) => void cache.invalidateQueries({ queryKey: keys.timeline(channel) }),
      resync: () => this.resync(),
      gone: (channel) => this.remove(channel),
      schedule: nextFrame,
    });
    this.connection = new Connection(socketUrl(), `web/${__VERSION__}`, browser(), {
      positions: () => this.realtime.positions(),
      status: (status) => this.status(status),
      hello: () => undefined,
      ready: (ready) => {
        usePresence.getState().merge(ready.presence);
        this.realtime.ready(ready);
        this.watch.again();
        this.tellFocus();
        this.sender.tick();
      },
      frame: (frame) => this.realtime.frame(frame),
      refresh,
    });
    this.realtime.connection = this.connection;
    this.watch = new Watch(() => this.connection);
    this.sender = new Sender({
      disk,
      connection: () => this.connection,
      isLive: () => this.live,
      accepted: (message) => this.accepted(message),
      now: Date.now,
      random: Math.random,
    });
  }

  static async open(cache: QueryClient, first: Sync): Promise<Session> {
    const session = new Session(first.me.id, cache, await openDisk(first.me.id));
    session.show(first);
    session.realtime.begin(first.user_version, first.channels);
    await session.sender.start();
    session.connection.start();
    session.sweepTimer = setInterval(() => useTyping.getState().expire(Date.now()), TYPING_SWEEP_MS);
    return session;
  }

  close(): void {
    clearInterval(this.sweepTimer);
    clearTimeout(this.resyncTimer);
    this.watch.stop();
    this.connection.stop();
    this.sender.stop();
    usePresence.getState().forget();
    this.disk.close();
  }

  /** A channel that I just created, joined or opened. */
  add(channel: Channel): void {
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
    this.onGone(channel);
  }

  read(position: ReadPosition): void {
    this.patchMembership(position.channel_id, (membership) =>
      position.read_version < membership.read_version ? membership : { ...membership, ...position },
    );
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

  private tellFocus(): void {
    // Whoever is not connected tells it with the next `ready`.
    if (this.focused) this.connection.command("focus", this.focused).catch(() => undefined);
  }

  private show(first: Sync): void {
    this.cache.setQueryData<Me>(keys.me, first.me);
    this.cache.setQueryData<Workspace[]>(keys.workspaces, first.workspaces);
    this.cache.setQueryData<Channel[]>(keys.channels, first.channels);
    for (const user of first.users.slice(0, WORKSPACES_OF_PEOPLE))
      this.cache.setQueryData<User>(keys.user(user.id), user);
    usePresence.getState().merge(first.presence);
    const direct = first.channels.flatMap((channel) => channel.members.map((member) => member.id));
    this.watch.add([first.me.id, ...direct]);
  }

  /** Lists that events cannot tell any more are read again, once for however many reasons came together. */
  private resync(): void {
    clearTimeout(this.resyncTimer);
    this.resyncTimer = setTimeout(async () => {
      try {
        const now = await fetchSync();
        this.show(now);
        this.realtime.begin(now.user_version, now.channels);
      } catch {
        // The next `ready` asks again.
      }
    }, RESYNC_MS);
  }

  private status(status: Status): void {
    const wasLive = this.live;
    this.live = status.name === "live" || status.name === "probing";
    const link = useLink.getState();
    const lostAt = this.live || status.name === "idle" ? null : (link.lostAt ?? Date.now());
    link.set({ status, lostAt });
    // Styles and tests see it too.
    document.documentElement.dataset["link"] = status.name;
    if (wasLive && !this.live) usePresence.getState().forget();
    if (status.name === "stopped") this.onSignedOut();
  }

  private accepted(message: Message): void {
    const put = (timeline: Timeline | undefined) => timeline && upsert(timeline, message);
    if (message.message_no !== null) this.cache.setQueryData<Timeline>(keys.timeline(message.channel_id), put);
    if (message.parent_id !== null) this.cache.setQueryData<Timeline>(keys.thread(message.parent_id), put);
  }

  private hint(type: string, channel: string | null, data: unknown): void {
    switch (type) {
      case "typing.started":
      case "typing.stopped":
        this.typing(type, channel, data as { user_id: string; parent_id: string | null });
        break;
      case "presence.updated":
        usePresence.getState().merge((data as { users: Record<string, Presence> }).users);
        break;
      case "read.updated":
        this.read(data as ReadPosition);
        break;
      case "membership.updated": {
        const { channel_id, membership } = data as { channel_id: string; membership: Membership };
        this.patchMembership(channel_id, () => membership);
        break;
      }
      case "durable": {
        const { channel: where, seq } = data as { channel: string; seq: number };
        this.sender.durable(where, seq);
        break;
      }
      case "channel.removed":
        this.remove((data as { channel_id: string }).channel_id);
        break;
      case "user.updated":
        this.userUpdated(data as { user: User; me: Me | null });
        break;
      case "channel.added": {
        const added = data as { channel_id: string; epoch: number; head_seq: number };
        this.realtime.follow(added.channel_id, added.epoch, added.head_seq);
        this.resync();
        break;
      }
      case "workspace.added":
      case "workspace.removed":
      case "workspace.updated":
        this.resync();
        break;
      default:
        break;
    }
  }

  private userUpdated({ user, me }: { user: User; me: Me | null }): void {
    this.cache.setQueryData<User>(keys.user(user.id), user);
    if (me) this.cache.setQueryData<Me>(keys.me, me);
  }

  private typing(
    type: string,
    channel: string | null,
    { user_id, parent_id }: { user_id: string; parent_id: string | null },
  ): void {
    if (channel === null || user_id === this.me) return;
    const place = placeOf(channel, parent_id);
    if (type === "typing.started") useTyping.getState().started(place, user_id, Date.now());
    else useTyping.getState().stopped(place, user_id);
  }
}

function socketUrl(): string {
  const url = new URL("/ws", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

function browser() {
  return {
    open: (url: string, protocols: string[]) => new WebSocket(url, protocols) as unknown as Wire,
    now: Date.now,
    random: Math.random,
    setTimer: (run: () => void, ms: number) => window.setTimeout(run, ms),
    clearTimer: (id: number) => window.clearTimeout(id),
    hidden: () => document.hidden,
    log: (message: string) => console.debug(`[socket] ${message}`),
  };
}

/** What makes a sleeping page look again; only the probe that follows can be trusted on every browser. */
export function watchWaking(connection: Connection): () => void {
  const on = (target: EventTarget, type: string, run: () => void) => {
    target.addEventListener(type, run);
    return () => target.removeEventListener(type, run);
  };
  const stops = [
    on(document, "visibilitychange", () => document.hidden || connection.wake("visible")),
    on(window, "focus", () => connection.wake("focus")),
    on(document, "resume", () => connection.wake("resume")),
    on(window, "online", () => connection.connectNow()),
    on(window, "offline", () => connection.offline()),
    on(window, "pageshow", () => connection.wake("resume")),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
