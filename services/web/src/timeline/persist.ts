import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../api/keys";
import type { Channel, Me, Message, Sync, User, Workspace } from "../api/types";
import { useBlocked } from "../blocked";
import type { Disk } from "../outbox/store";
import { liveSegment, type Timeline } from "./timeline";

/** What is kept has another shape since: it is thrown away. */
export const SCHEMA = 2;
export const KEPT_ROWS = 200;
export const KEPT_CHANNELS = 50;
const KEPT_PEOPLE = 500;
/** Between two writes, at least. */
const REST_MS = 1_000;

/** The newest rows of a channel and the position that goes with them: written together, so neither lies about the other. */
export interface Kept {
  readonly epoch: number;
  readonly seq: number;
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** ms since 1970. */
  readonly savedAt: number;
}

interface Snapshot {
  readonly schema: number;
  readonly sync: Sync;
}

/** Undefined when there is nothing that could be continued from: no newest rows, or rows known to be out of date. */
export function keep(timeline: Timeline, now: number): Kept | undefined {
  const live = liveSegment(timeline);
  if (!live || timeline.stale) return undefined;
  const cut = live.messages.length > KEPT_ROWS;
  return {
    epoch: timeline.epoch,
    seq: timeline.seq,
    messages: cut ? live.messages.slice(-KEPT_ROWS) : live.messages,
    hasOlder: cut || live.hasOlder,
    savedAt: now,
  };
}

export function restore(kept: Kept): Timeline {
  const { epoch, seq, messages, hasOlder } = kept;
  return { epoch, seq, segments: [{ messages, hasOlder, hasNewer: false }] };
}

export async function readSnapshot(disk: Disk): Promise<Sync | undefined> {
  const found = (await disk.get("meta", "sync")) as Snapshot | undefined;
  if (found?.schema === SCHEMA) return found.sync;
  await forgetShown(disk);
  return undefined;
}

export async function readTimeline(disk: Disk, channel: string): Promise<Kept | undefined> {
  return disk.get("timelines", channel);
}

/** What was shown, but not what was written: drafts and unsent messages stay. */
export async function forgetShown(disk: Disk): Promise<void> {
  const write = disk.transaction(["timelines", "meta"], "readwrite");
  await Promise.all([write.objectStore("timelines").clear(), write.objectStore("meta").clear(), write.done]);
}

/** The lists as they are now, in the shape of a /sync; presence is not kept, it would be old news. */
export function snapshotOf(cache: QueryClient, userVersion: number): Sync | undefined {
  const me = cache.getQueryData<Me>(keys.me);
  const workspaces = cache.getQueryData<Workspace[]>(keys.workspaces);
  const channels = cache.getQueryData<Channel[]>(keys.channels);
  if (!me || !workspaces || !channels) return undefined;
  const people = cache.getQueriesData<User>({ queryKey: ["user"] }).flatMap(([, user]) => (user ? [user] : []));
  return {
    me,
    user_version: userVersion,
    workspaces,
    channels,
    users: people.slice(0, KEPT_PEOPLE),
    presence: {},
    edit_window_s: cache.getQueryData<number | null>(keys.editWindow) ?? null,
    features: { gifs: null },
    blocked_user_ids: [...useBlocked.getState().users],
    server_time: new Date().toISOString(),
  };
}

/** Writes what is shown to the disk while nobody waits for anything, and at once before the page goes. */
export class Keeper {
  private readonly changed = new Set<string>();
  private dirty = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private unsubscribe: () => void = () => undefined;

  constructor(
    private readonly cache: QueryClient,
    private readonly disk: Disk,
    private readonly userVersion: () => number,
  ) {}

  start(): void {
    this.unsubscribe = this.cache.getQueryCache().subscribe((event) => {
      if (event.type !== "updated" || event.action.type !== "success") return;
      const [kind, id] = event.query.queryKey as readonly unknown[];
      if (kind === "timeline" && typeof id === "string") this.changed.add(id);
      else if (kind !== "channels" && kind !== "me" && kind !== "workspaces" && kind !== "user") return;
      this.dirty = true;
      this.timer ??= setTimeout(() => idle(() => void this.flush()), REST_MS);
    });
  }

  stop(): void {
    this.unsubscribe();
    clearTimeout(this.timer);
  }

  /** One transaction for lists and rows, of what the cache holds at this moment. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.dirty) return Promise.resolve();
    this.dirty = false;
    const sync = snapshotOf(this.cache, this.userVersion());
    const now = Date.now();
    const kept = [...this.changed].flatMap((channel) => {
      const timeline = this.cache.getQueryData<Timeline>(keys.timeline(channel));
      const rows = timeline && keep(timeline, now);
      return rows ? [[channel, rows] as const] : [];
    });
    this.changed.clear();
    // A disk that is full or gone costs the next start some time, nothing else.
    return this.write(sync, kept).catch(() => undefined);
  }

  private async write(sync: Sync | undefined, kept: readonly (readonly [string, Kept])[]): Promise<void> {
    const write = this.disk.transaction(["timelines", "meta"], "readwrite");
    const timelines = write.objectStore("timelines");
    const puts: Promise<unknown>[] = kept.map(([channel, rows]) => timelines.put(rows, channel));
    if (sync) puts.push(write.objectStore("meta").put({ schema: SCHEMA, sync } satisfies Snapshot, "sync"));
    // Said aloud: a page that goes would take an unsettled transaction with it.
    write.commit();
    commitNow(write);
    await Promise.all([...puts, write.done]);
    await this.prune();
  }

  private async prune(): Promise<void> {
    if ((await this.disk.count("timelines")) <= KEPT_CHANNELS) return;
    const write = this.disk.transaction("timelines", "readwrite");
    const ages: { readonly channel: string; readonly savedAt: number }[] = [];
    for (let at = await write.store.openCursor(); at; at = await at.continue())
      ages.push({ channel: at.key, savedAt: at.value.savedAt });
    ages.sort((a, b) => b.savedAt - a.savedAt);
    for (const { channel } of ages.slice(KEPT_CHANNELS)) await write.store.delete(channel);
    await write.done;
  }
}

/** A page that is going away does not live to see the last answer, which would commit by itself. */
function commitNow(write: { commit(): void }): void {
  try {
    write.commit();
  } catch {
    // Then it commits by itself.
  }
}

function idle(run: () => void): void {
  if (typeof requestIdleCallback === "undefined") run();
  else requestIdleCallback(run, { timeout: REST_MS });
}
