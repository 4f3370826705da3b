import { call, refresh } from "./client";
import { offline, problemOf } from "./problem";
import type { Gif, Page } from "./types";

export const searchGifs = (q: string, cursor: string | undefined, signal: AbortSignal) =>
  call<Page<Gif>>("GET", "/gifs/search", { query: { q: q === "" ? undefined : q, cursor }, signal });

/** The picture itself, through our own server. */
export async function gifContent(gif: Gif): Promise<Blob> {
  const get = () =>
    fetch(gif.content_url, { credentials: "same-origin" }).catch(() => {
      throw offline();
    });
  let response = await get();
  if (response.status === 401 && (await refresh()) !== undefined) response = await get();
  if (!response.ok) throw await problemOf(response);
  return response.blob();
}
