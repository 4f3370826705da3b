import { isAborted } from "../api/client";
import { ApiError } from "../api/problem";
import type { File as Stored, Upload } from "../api/types";
import * as server from "../api/uploads";
import { fileName } from "./file-name";

/** Parts of one file that are on their way at once. */
const AT_ONCE = 3;
/** Rounds in a row in which no part arrived; then whoever asked is told, and may ask again. */
export const MOST_LOST = 5;
const BASE_PAUSE_MS = 500;
/** Larger ones are not hashed: the browser would have to hold them whole. */
const MOST_HASHED_BYTES = 64 * 1024 * 1024;
/** The server's ways to say that an upload is over: gone, of a type that is not taken, not what was sent. */
const OVER = new Set([404, 415, 422]);

export interface Wish {
  readonly workspace: string;
  readonly name: string;
  readonly blob: Blob;
}

/** The server's id of an upload, kept where a reload finds it. */
export interface Memory {
  read(): Promise<string | undefined>;
  write(id: string | undefined): Promise<void>;
}

export interface Run {
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
  /** Tests bring their own server, and no pauses. */
  readonly api?: typeof server;
  readonly pause?: (ms: number) => Promise<void>;
}

/**
 * Uploads a large file in parts, and goes on where an earlier try stopped, this page's or that of one before it. A
 * lost link costs the parts that were on their way.
 */
export async function uploadInParts(wish: Wish, memory: Memory, run: Run): Promise<Stored> {
  const { api = server, pause = wait, signal } = run;
  for (let lost = 0; ; lost += 1) {
    signal.throwIfAborted();
    try {
      const upload = await open(wish, memory, run);
      const sent = upload.state === "open" ? await sendMissing(upload, wish.blob, run) : NOTHING;
      if (sent.failed === undefined) {
        const file = upload.file ?? (await api.completeUpload(upload.id, sent.parts, signal));
        await memory.write(undefined);
        return file;
      }
      if (sent.arrived > 0) lost = 0;
      if (lost >= MOST_LOST) throw sent.failed;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const goesOn = error.retryable || error.code === "upload_incomplete";
      if (OVER.has(error.problem.status) && !goesOn) await memory.write(undefined);
      if (!goesOn || lost >= MOST_LOST) throw error;
    }
    await pause(BASE_PAUSE_MS * 2 ** lost);
  }
}

interface Sent {
  readonly parts: readonly { readonly number: number; readonly etag: string }[];
  readonly arrived: number;
  readonly failed: unknown;
}

const NOTHING: Sent = { parts: [], arrived: 0, failed: undefined };

/** The upload that is remembered, with fresh addresses, or a new one. */
async function open(wish: Wish, memory: Memory, { api = server, signal }: Run): Promise<Upload> {
  const known = await memory.read();
  if (known !== undefined) {
    try {
      return await api.findUpload(known, signal);
    } catch (error) {
      // A day has passed: from the beginning.
      if (!(error instanceof ApiError) || error.problem.status !== 404) throw error;
    }
  }
  const { blob } = wish;
  const sha256 = await hash(blob);
  const upload = await api.beginUpload(
    {
      workspace_id: wish.workspace,
      name: fileName(wish.name),
      size: blob.size,
      content_type: blob.type,
      ...(sha256 === undefined ? {} : { sha256 }),
    },
    signal,
  );
  await memory.write(upload.id);
  return upload;
}

/** Sends what the server does not have; stops at the first part that is lost. */
async function sendMissing(upload: Upload, blob: Blob, { api = server, onProgress, signal }: Run): Promise<Sent> {
  const bytesOf = (number: number) => blob.slice((number - 1) * upload.part_size, number * upload.part_size);
  const there = new Map(upload.parts.map(({ number, etag }) => [number, etag]));
  const leaving = new Map<number, number>();
  const show = () => {
    let bytes = 0;
    for (const number of there.keys()) bytes += bytesOf(number).size;
    for (const loaded of leaving.values()) bytes += loaded;
    onProgress(Math.min(1, bytes / blob.size));
  };
  const queue = [...upload.urls];
  let arrived = 0;
  let failed: unknown;
  const work = async () => {
    for (let at = queue.shift(); at && failed === undefined; at = queue.shift()) {
      const { number, url } = at;
      const progress = (loaded: number) => {
        leaving.set(number, loaded);
        show();
      };
      try {
        there.set(number, await api.putPart(url, bytesOf(number), progress, signal));
        arrived += 1;
      } catch (error) {
        if (isAborted(error)) throw error;
        failed = error;
      } finally {
        leaving.delete(number);
      }
      show();
    }
  };
  show();
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { parts: [...there].map(([number, etag]) => ({ number, etag })), arrived, failed };
}

/** In hexadecimal; undefined where the browser has no hash, or the file is too large for it. */
async function hash(blob: Blob): Promise<string | undefined> {
  if (blob.size > MOST_HASHED_BYTES || globalThis.crypto.subtle === undefined) return undefined;
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
