import { makePreview, type Preview } from "./preview";
import type { Disk } from "./store";

/** All files together that wait on this device. */
export const MOST_BYTES = 1024 * 1024 * 1024;
/** Left of the browser's own allowance for everything else. */
const SPARE_BYTES = 20 * 1024 * 1024;
/** Bytes that nothing names any more: a tab may have written them just before it writes what names them. */
const ORPHAN_MS = 3_600_000;

const uploadKey = (key: string) => `upload/${key}`;

/**
 * The bytes of files that are not sent yet: in memory for this page, on the disk so that a reload goes on. One that
 * does not fit on the disk is kept for as long as the page lives.
 */
export class Blobs {
  private readonly held = new Map<string, Blob>();
  private readonly previews = new Map<string, Promise<Preview | undefined>>();
  private readonly made = new Map<string, Preview>();

  constructor(
    private readonly disk: Disk,
    private readonly now: () => number = Date.now,
  ) {}

  /** Whether a reload will find it again. */
  async keep(key: string, blob: Blob): Promise<boolean> {
    this.held.set(key, blob);
    try {
      if (!(await this.hasRoom(blob.size))) return false;
      // Taken away while we looked: then it is not wanted on the disk either.
      if (this.held.has(key)) await this.disk.put("blobs", { blob, at: this.now() }, key);
      return true;
    } catch {
      return false;
    }
  }

  async get(key: string): Promise<Blob | undefined> {
    const held = this.held.get(key);
    if (held) return held;
    const kept = await this.disk.get("blobs", key);
    if (kept) this.held.set(key, kept.blob);
    return kept?.blob;
  }

  /** The server has it: said on the disk before another tab may begin to upload it too. */
  async stored(key: string, id: string): Promise<void> {
    try {
      const kept = await this.disk.get("blobs", key);
      await this.disk.put("blobs", { blob: kept?.blob ?? new Blob(), at: kept?.at ?? this.now(), id }, key);
    } catch {
      // Then it is perhaps uploaded twice; the message carries one of them.
    }
  }

  async idOf(key: string): Promise<string | undefined> {
    return (await this.disk.get("blobs", key))?.id;
  }

  /** The server's id of an upload in parts that is under way. */
  async uploadOf(key: string): Promise<string | undefined> {
    const id = await this.disk.get("meta", uploadKey(key)).catch(() => undefined);
    return typeof id === "string" ? id : undefined;
  }

  /** A disk that is full forgets it: after a reload the file is then sent from its beginning. */
  async uploading(key: string, id: string | undefined): Promise<void> {
    const at = uploadKey(key);
    await (id === undefined ? this.disk.delete("meta", at) : this.disk.put("meta", id, at)).catch(() => undefined);
  }

  /** A picture of it, made once for all who draw it. */
  preview(key: string): Promise<Preview | undefined> {
    let preview = this.previews.get(key);
    if (!preview) {
      preview = this.draw(key);
      this.previews.set(key, preview);
    }
    return preview;
  }

  /** The picture, if it is made already. */
  ready(key: string): Preview | undefined {
    return this.made.get(key);
  }

  async drop(key: string): Promise<void> {
    this.held.delete(key);
    const preview = this.made.get(key);
    if (preview) URL.revokeObjectURL(preview.url);
    this.made.delete(key);
    this.previews.delete(key);
    await this.disk.delete("blobs", key);
  }

  /** Throws away what neither a draft nor the outbox names. */
  async sweep(named: ReadonlySet<string>): Promise<void> {
    const write = this.disk.transaction("blobs", "readwrite");
    for (let at = await write.store.openCursor(); at; at = await at.continue()) {
      if (!named.has(at.key) && this.now() - at.value.at > ORPHAN_MS) await at.delete();
    }
    await write.done;
  }

  private async draw(key: string): Promise<Preview | undefined> {
    const blob = await this.get(key);
    const preview = blob && (await makePreview(blob));
    if (preview) this.made.set(key, preview);
    return preview;
  }

  private async hasRoom(bytes: number): Promise<boolean> {
    let used = 0;
    for (const { blob } of await this.disk.getAll("blobs")) used += blob.size;
    if (used + bytes > MOST_BYTES) return false;
    const { quota, usage } = (await globalThis.navigator?.storage?.estimate?.()) ?? {};
    return quota === undefined || quota - (usage ?? 0) - SPARE_BYTES > bytes;
  }
}
