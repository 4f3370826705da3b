import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../api/keys";
import type { Sync } from "../api/types";
import { isEarlyLeft } from "../early/answers";
import { openDisk } from "../outbox/store";
import { Session } from "../session";
import type { Surroundings } from "../socket/link-types";
import { readSnapshot, readTimeline } from "../timeline/persist";
import { Source } from "../timeline/source";

/** What the page is about to show. */
export interface Place {
  readonly workspace?: string | undefined;
  readonly channel?: string | undefined;
}

/** From a fresh /sync. */
export async function openSession(
  cache: QueryClient,
  first: Sync,
  { channel }: Place = {},
  world?: Surroundings,
): Promise<Session> {
  const session = new Session(first.me.id, cache, await openDisk(first.me.id), world);
  session.begin(first, true);
  // On its way since /sync was answered, so that the first paint is of rows, and nothing is drawn twice.
  // Of mine alone: nothing follows the events of another, and what is kept of it would miss them.
  const isMine = channel !== undefined && isIn(first.channels, channel);
  const rows = isMine && isEarlyLeft() ? newest(session, channel) : undefined;
  await Promise.all([session.start(), rows]);
  return session;
}

/** Puts the newest page of a channel into the cache. What fails here is asked for again, and told, by who draws it. */
async function newest(session: Session, channel: string): Promise<void> {
  const source = new Source(channel, null, session);
  const page = await source.load({}).catch(() => undefined);
  if (page) session.cache.setQueryData(source.key, source.begin(undefined, [page]));
}

/** From what the disk holds of a person's last visit, without asking anybody; undefined when that is not enough. */
export async function openFromDisk(
  cache: QueryClient,
  me: string,
  { workspace, channel }: Place,
  world?: Surroundings,
): Promise<Session | undefined> {
  const disk = await openDisk(me);
  const [last, kept] = await Promise.all([readSnapshot(disk), channel && readTimeline(disk, channel)]);
  // A place that is newer than the last visit would look as if it did not exist.
  if (!last || !isIn(last.workspaces, workspace) || !isIn(last.channels, channel)) {
    disk.close();
    return undefined;
  }
  const session = new Session(me, cache, disk, world);
  session.begin(last, false);
  // With the first paint, not after it.
  const rows = channel && kept ? session.revived(channel, kept) : undefined;
  if (channel && rows) cache.setQueryData(keys.timeline(channel), rows);
  await session.start();
  return session;
}

function isIn(list: readonly { readonly id: string }[], id: string | undefined): boolean {
  return id === undefined || list.some((one) => one.id === id);
}
