import { call } from "./client";
import { offline, problemOf } from "./problem";
import type { File as Stored, Upload, UploadedPart } from "./types";

export interface NewUpload {
  readonly workspace_id: string;
  readonly name: string;
  readonly size: number;
  readonly content_type: string;
  readonly sha256?: string;
}

export const beginUpload = (input: NewUpload, signal: AbortSignal) =>
  call<Upload>("POST", "/files/uploads", { body: input, signal });
export const findUpload = (id: string, signal: AbortSignal) => call<Upload>("GET", `/files/uploads/${id}`, { signal });
export const completeUpload = (id: string, parts: readonly UploadedPart[], signal: AbortSignal) =>
  call<Stored>("POST", `/files/uploads/${id}/complete`, { body: { parts }, signal });
export const giveUpUpload = (id: string) => call<void>("DELETE", `/files/uploads/${id}`);

/**
 * One part, straight to the store; resolves with the name that the store gives it. XMLHttpRequest, because fetch
 * cannot tell how much of a body has left.
 */
export function putPart(
  url: string,
  bytes: Blob,
  onProgress: (loaded: number) => void,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open("PUT", url);
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onloadend = () => signal.removeEventListener("abort", abort);
    request.onerror = () => reject(offline());
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    request.onload = async () => {
      const name = request.getResponseHeader("etag");
      if (request.status === 200 && name !== null) resolve(name);
      else reject(await problemOf(new Response(null, { status: Math.max(request.status, 400) })));
    };
    signal.addEventListener("abort", abort, { once: true });
    // The type is not part of what was signed: none is said.
    request.send(new Blob([bytes]));
  });
}
