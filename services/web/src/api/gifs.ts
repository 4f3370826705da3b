import { call } from "./client";
import type { Gif, Page, File as StoredFile } from "./types";

export const searchGifs = (q: string, cursor: string | undefined, signal: AbortSignal) =>
  call<Page<Gif>>("GET", "/gifs/search", { query: { q: q === "" ? undefined : q, cursor }, signal });

/** Has the server make a file of mine of it. */
export const takeGif = (gif: Gif, workspace: string, name: string) =>
  call<StoredFile>("POST", `/gifs/${encodeURIComponent(gif.id)}/file`, { body: { workspace_id: workspace, name } });

/** The small picture, to show what was taken; the browser has it from the search. */
export async function gifPreview(gif: Gif): Promise<Blob | undefined> {
  const response = await fetch(gif.preview_url, { credentials: "same-origin" }).catch(() => undefined);
  return response?.ok ? response.blob() : undefined;
}
