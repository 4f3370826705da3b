import { refresh } from "./client";
import { ApiError, offline, problemOf } from "./problem";
import type { File as Stored } from "./types";

/**
 * Upload one file, with progress from 0 to 1. Rejects with an ApiError, or an AbortError when `signal` fires. An
 * expired access cookie is refreshed once, behind the caller's back.
 */
export async function upload(
  workspace: string,
  file: Blob,
  name: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Stored> {
  try {
    return await post(workspace, file, name, onProgress, signal);
  } catch (error) {
    const expired = error instanceof ApiError && error.problem.status === 401;
    if (!expired || (await refresh()) === undefined) throw error;
    return post(workspace, file, name, onProgress, signal);
  }
}

/** The beginning of a text, at most this many bytes; half a character at its end is left out. */
export async function firstBytes(file: Stored, most: number): Promise<string> {
  const headers = { range: `bytes=0-${most - 1}` };
  const ask = () => fetch(file.url, { headers, credentials: "same-origin" });
  let response = await ask();
  if (response.status === 401 && (await refresh()) !== undefined) response = await ask();
  if (!response.ok) throw await problemOf(response);
  return new TextDecoder().decode(await response.arrayBuffer(), { stream: true });
}

/** XMLHttpRequest, because fetch still cannot tell how much of a body has left. */
function post(
  workspace: string,
  file: Blob,
  name: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Stored> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.set("workspace_id", workspace);
    form.set("file", file, name);
    request.open("POST", "/api/v1/files");
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => reject(offline());
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    request.onload = async () => {
      const response = new Response(request.responseText, { status: request.status });
      if (response.ok) resolve((await response.json()) as Stored);
      else reject(await problemOf(response));
    };
    if (signal.aborted) {
      reject(new DOMException("cancelled", "AbortError"));
      return;
    }
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  });
}
