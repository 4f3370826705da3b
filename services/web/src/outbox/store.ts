import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Pending } from "../timeline/pending";
import type { Kept } from "../timeline/persist";
import type { Draft } from "./drafts";

export interface KeptBlob {
  readonly blob: Blob;
  /** When it was put here, ms since 1970. */
  readonly at: number;
  /** The server's id, once it is uploaded. */
  readonly id?: string;
}

interface Schema extends DBSchema {
  /** By nonce. */
  outbox: { key: string; value: Pending };
  /** What is being written, by place: `channel` or `channel/root`. */
  drafts: { key: string; value: Draft };
  /** The bytes of files of drafts and of the outbox, by the file's key. */
  blobs: { key: string; value: KeptBlob };
  /** The newest rows of recently read channels, for a start without waiting. */
  timelines: { key: string; value: Kept };
  /** `sync`: the last first screen. */
  meta: { key: string; value: unknown };
}

const VERSION = 2;

export type Disk = IDBPDatabase<Schema>;

/** One database per person, so that two accounts on one device never see each other's. */
export function openDisk(user: string): Promise<Disk> {
  return openDB<Schema>(`hubbub-${user}`, VERSION, {
    async upgrade(disk, from, _to, transaction) {
      if (from < 1) {
        disk.createObjectStore("outbox", { keyPath: "nonce" });
        disk.createObjectStore("drafts");
        disk.createObjectStore("timelines");
        disk.createObjectStore("meta");
      }
      if (from < 2) disk.createObjectStore("blobs");
      if (from === 1) {
        // Version 1 knew texts alone, and ids of files.
        const drafts = transaction.objectStore("drafts");
        for (const place of await drafts.getAllKeys()) {
          const text = (await drafts.get(place)) as unknown as string;
          await drafts.put({ text, files: [], at: 0, filesAt: 0 }, place);
        }
        const outbox = transaction.objectStore("outbox");
        for (const entry of await outbox.getAll()) await outbox.put({ ...entry, files: oldFiles(entry) });
      }
    },
    // A newer build in another tab wants to change the layout: let it.
    blocking: (_from, _to, event) => (event.target as IDBDatabase | null)?.close(),
  });
}

function oldFiles(entry: unknown): Pending["files"] {
  const ids = (entry as { readonly fileIds?: readonly string[] }).fileIds ?? [];
  return ids.map((id) => ({
    key: id,
    workspace: "",
    name: "",
    type: "",
    size: 0,
    width: null,
    height: null,
    id,
  }));
}
