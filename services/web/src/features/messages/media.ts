import type { File } from "../../api/types";

/** Longest sides of the server's thumbnails, in px. */
const SMALL = 160;
const LARGE = 720;
/** A picture that stands alone is no larger than this. */
const MAX_WIDTH = 420;
const MAX_HEIGHT = 320;
/** Tiles of a grid. The last one says how many more there are. */
export const GRID = 9;

export interface Sorted {
  readonly images: readonly File[];
  readonly videos: readonly File[];
  readonly sounds: readonly File[];
  readonly others: readonly File[];
}

/** How each file is shown: what this browser cannot play, or the server has not cleared, is a card. */
export function sortFiles(files: readonly File[], plays: (type: string) => boolean): Sorted {
  const kinds = { images: [] as File[], videos: [] as File[], sounds: [] as File[], others: [] as File[] };
  for (const file of files) {
    const ready = file.state === "ready";
    if (ready && file.kind === "image" && file.thumbnail_url !== null) kinds.images.push(file);
    else if (ready && file.kind === "video" && plays(file.content_type)) kinds.videos.push(file);
    else if (ready && file.kind === "audio" && plays(file.content_type)) kinds.sounds.push(file);
    else kinds.others.push(file);
  }
  return kinds;
}

/** The box of a picture that stands alone: its own ratio, known before a byte of it has come. */
export function boxOf(file: Pick<File, "width" | "height">): { readonly width: number; readonly ratio: string } {
  const { width, height } = file;
  if (width === null || height === null || width <= 0 || height <= 0) return { width: 320, ratio: "4 / 3" };
  const scale = Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height);
  return { width: Math.max(1, Math.round(width * scale)), ratio: `${width} / ${height}` };
}

/** The thumbnails with their real widths, so that the browser takes the smaller one where it is enough. */
export function sourcesOf(file: File): { readonly src: string; readonly srcSet: string | undefined } {
  const src = `${file.thumbnail_url}?size=large`;
  const { width, height } = file;
  if (width === null || height === null || width <= 0 || height <= 0) return { src, srcSet: undefined };
  const shown = (side: number) => Math.max(1, Math.round(width * Math.min(1, side / Math.max(width, height))));
  return { src, srcSet: `${file.thumbnail_url}?size=small ${shown(SMALL)}w, ${src} ${shown(LARGE)}w` };
}
