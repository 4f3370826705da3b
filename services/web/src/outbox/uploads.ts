import { create } from "zustand";
import { upload } from "../api/files";
import { ApiError } from "../api/problem";
import type { Problem } from "../api/types";
import { withLock } from "../locks";
import type { PendingFile } from "../timeline/pending";
import type { Blobs } from "./blobs";

export interface UploadView {
  readonly state: "waiting" | "running" | "stored" | "failed";
  /** From 0 to 1. */
  readonly share: number;
  readonly error?: unknown;
}

/** How far each upload has come, by the file's key, for the screens. */
export const useUploads = create<{ readonly uploads: Readonly<Record<string, UploadView>> }>(() => ({ uploads: {} }));

export const UPLOADS_AT_ONCE = 3;
/** Larger files go in parts, so that a lost link does not cost all of it. */
const PARTS_FROM_BYTES = 8 * 1024 * 1024;

/** The bytes are gone: they did not fit on the disk and the page was reloaded, or the file itself was moved away. */
export const FILE_LOST = "file_lost";

interface Running {
  readonly result: Promise<string>;
  readonly cancel: AbortController;
}

/**
 * Uploads by the file's key: whoever asks for one that is under way, the composer's tray or the outbox, waits for the
 * same one. So a message may be sent while its files are still on their way.
 */
export class Uploads {
  private readonly known = new Map<string, Running>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly blobs: Blobs,
    private readonly post: typeof upload = upload,
  ) {}

  /** Resolves with the server's id. */
  start(file: PendingFile): Promise<string> {
    if (file.id !== null) return Promise.resolve(file.id);
    const known = this.known.get(file.key);
    if (known) return known.result;
    const cancel = new AbortController();
    const result = this.run(file, cancel.signal);
    this.known.set(file.key, { result, cancel });
    // A failed one may be started again. Whoever asked hears of it; here it must not count as unhandled.
    result.catch(() => this.known.delete(file.key));
    return result;
  }

  /** Stops it and forgets the bytes. */
  drop(key: string): void {
    this.known.get(key)?.cancel.abort();
    this.known.delete(key);
    this.show(key, undefined);
    void this.giveUp(key);
    void this.blobs.drop(key);
  }

  stop(): void {
    for (const { cancel } of this.known.values()) cancel.abort();
    this.known.clear();
    useUploads.setState({ uploads: {} });
  }

  private async run(file: PendingFile, signal: AbortSignal): Promise<string> {
    const { key } = file;
    this.show(key, { state: "waiting", share: 0 });
    try {
      const id = await withLock(`hubbub.upload:${key}`, () => this.upload(file, signal));
      this.show(key, { state: "stored", share: 1 });
      return id;
    } catch (error) {
      if (!signal.aborted) this.show(key, { state: "failed", share: 0, error });
      throw error;
    }
  }

  /** Only one tab at a time is here with a file; the next one finds it done, or goes on when that tab is gone. */
  private async upload(file: PendingFile, signal: AbortSignal): Promise<string> {
    const { key } = file;
    const done = await this.blobs.idOf(key);
    if (done !== undefined) return done;
    await this.turn();
    try {
      signal.throwIfAborted();
      const blob = await this.blobs.get(key);
      if (!blob || !(await isReadable(blob))) throw lost();
      this.show(key, { state: "running", share: 0 });
      const progress = (share: number) => signal.aborted || this.show(key, { state: "running", share });
      const { id } = await this.send(file, blob, progress, signal);
      if (!signal.aborted) await this.blobs.stored(key, id);
      return id;
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private async send(file: PendingFile, blob: Blob, onProgress: (share: number) => void, signal: AbortSignal) {
    const { key, name, workspace } = file;
    if (blob.size <= PARTS_FROM_BYTES) return this.post(workspace, blob, name, onProgress, signal);
    const memory = {
      read: () => this.blobs.uploadOf(key),
      write: (id: string | undefined) => this.blobs.uploading(key, id),
    };
    const { uploadInParts } = await import("./parts");
    return uploadInParts({ workspace, name, blob }, memory, { onProgress, signal });
  }

  /** What the server has of it is not wanted any more; should it not hear, it forgets by itself after a day. */
  private async giveUp(key: string): Promise<void> {
    const id = await this.blobs.uploadOf(key);
    if (id === undefined) return;
    await this.blobs.uploading(key, undefined);
    const { giveUpUpload } = await import("../api/uploads");
    await giveUpUpload(id).catch(() => undefined);
  }

  private async turn(): Promise<void> {
    while (this.running >= UPLOADS_AT_ONCE) await new Promise<void>((go) => this.waiting.push(go));
    this.running += 1;
  }

  private show(key: string, view: UploadView | undefined): void {
    useUploads.setState(({ uploads }) => {
      const { [key]: _old, ...others } = uploads;
      return { uploads: view ? { ...others, [key]: view } : others };
    });
  }
}

/** A folder, or a file that was moved away meanwhile, looks like a file until it is read. */
async function isReadable(blob: Blob): Promise<boolean> {
  try {
    await blob.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function lost(): ApiError {
  const code = FILE_LOST as Problem["code"];
  return new ApiError({
    type: "urn:hubbub:problem:file_lost",
    title: "The file is not on this device any more",
    status: 0,
    detail: null,
    instance: null,
    code,
    request_id: null,
    retryable: false,
    retry_after_ms: null,
    errors: [],
  });
}
