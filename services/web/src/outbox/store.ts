import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Pending } from "../timeline/pending";
import type { Timeline } from "../timeline/timeline";

interface Schema extends DBSchema {
  /** By nonce. */
  outbox: { key: string; value: Pending };
  /** What is being written, by place: `channel` or `channel/root`. */
  drafts: { key: string; value: string };
  /** The newest rows of recently read channels, for a start without waiting. */
  timelines: { key: string; value: Timeline & { readonly savedAt: number } };
  /** `sync`: the last first screen. */
  meta: { key: string; value: unknown };
}

const VERSION = 1;

export type Disk = IDBPDatabase<Schema>;

/** One database per person, so that two accounts on one device never see each other's. */
export function openDisk(user: string): Promise<Disk> {
  return openDB<Schema>(`hubbub-${user}`, VERSION, {
    upgrade(disk) {
      disk.createObjectStore("outbox", { keyPath: "nonce" });
      disk.createObjectStore("drafts");
      disk.createObjectStore("timelines");
      disk.createObjectStore("meta");
    },
    // A newer build in another tab wants to change the layout: let it.
    blocking: (_from, _to, event) => (event.target as IDBDatabase | null)?.close(),
  });
}
