import type { File } from "../../api/types";

/** Longest sides of the server's thumbnails, in px. */
const SMALL = 160;
const LARGE = 720;
/** A picture that stands alone is no larger than this. */
const MAX_WIDTH = 420;
const MAX_HEIGHT = 320;
/** A picture of no more bytes is drawn as it is until its thumbnails are there. */
const ORIGINAL_BYTES = 1024 * 1024;
/** Tiles of a grid. The last one says how many more there are. */
export const GRID = 9;
/** As much of a text as is looked at here. */
export const TEXT_BYTES = 16 * 1024;
/** Lines of it that are shown at once. */
const FIRST_LINES = 5;
const SPEEDS: readonly number[] = [1, 1.25, 1.5, 2, 0.75];

/** Heights of what stands for a file, in px, with what is written below it. */
const CARD_PX = 58;
const CAPTION_PX = 24;
const SOUND_PX = 56 + CAPTION_PX;
const TEXT_PX = 108 + CAPTION_PX;
/** As much of a first page as is seen. */
export const PAPER_PX = 200;

/** What is shown as a picture: its thumbnail may still be on its way, its size is known. */
export function isPicture(file: File): boolean {
  return file.kind === "image" && file.state === "ready" && (file.thumbnail_url !== null || file.width !== null);
}

export function isText(file: File): boolean {
  return file.kind === "file" && file.content_type.startsWith("text/");
}

/** A document of which there is a first page to be seen. */
export function isPaper(file: File): file is File & { readonly thumbnail_url: string } {
  return file.kind === "file" && file.state === "ready" && file.thumbnail_url !== null;
}

export type Nature = "archive" | "audio" | "file" | "image" | "pdf" | "sheet" | "text" | "video";

const NATURES: readonly (readonly [RegExp, Nature])[] = [
  [/^application\/pdf$/, "pdf"],
  [/spreadsheet|ms-excel/, "sheet"],
  [/^text\/|word|opendocument\.text|rtf|presentation|powerpoint|epub/, "text"],
  [/zip|rar|7z|tar|gzip|bzip2|-xz|zstd/, "archive"],
  [/^image\//, "image"],
  [/^audio\//, "audio"],
  [/^video\//, "video"],
];

/** What sort of file it is to people. */
export function natureOf({ content_type }: Pick<File, "content_type">): Nature {
  return NATURES.find(([type]) => type.test(content_type))?.[1] ?? "file";
}

/** The box of a picture that stands alone: its own ratio, known before a byte of it has come. */
export function boxOf(file: Pick<File, "width" | "height">): {
  readonly width: number;
  readonly height: number;
  readonly ratio: string;
} {
  const { width, height } = file;
  if (width === null || height === null || width <= 0 || height <= 0)
    return { width: 320, height: 240, ratio: "4 / 3" };
  const scale = Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height);
  const shown = (side: number) => Math.max(1, Math.round(side * scale));
  return { width: shown(width), height: shown(height), ratio: `${width} / ${height}` };
}

/** How high a file that is no picture stands in a row, in px: what it takes at least. */
export function heightOf(file: File): number {
  if (file.state !== "ready") return CARD_PX;
  if (file.kind === "video") return boxOf(file).height + CAPTION_PX;
  if (file.kind === "audio") return SOUND_PX;
  if (isPaper(file)) return PAPER_PX + CAPTION_PX;
  return isText(file) ? TEXT_PX : CARD_PX;
}

interface Sources {
  readonly src: string;
  readonly srcSet: string | undefined;
}

/**
 * The thumbnails with their real widths, so that the browser takes the smaller one where it is enough. While they are
 * being made a small picture is drawn from its own bytes, and of a large one nothing.
 */
export function sourcesOf(file: File): Sources | undefined {
  if (file.thumbnail_url === null) return file.size > ORIGINAL_BYTES ? undefined : { src: file.url, srcSet: undefined };
  const src = `${file.thumbnail_url}?size=large`;
  const { width, height } = file;
  if (width === null || height === null || width <= 0 || height <= 0) return { src, srcSet: undefined };
  const shown = (side: number) => Math.max(1, Math.round(width * Math.min(1, side / Math.max(width, height))));
  return { src, srcSet: `${file.thumbnail_url}?size=small ${shown(SMALL)}w, ${src} ${shown(LARGE)}w` };
}

/** The first lines of a text, and whether that is all of it. */
export function linesOf(text: string): { readonly first: string; readonly isAll: boolean } {
  const lines = text.trimEnd().split("\n");
  return { first: lines.slice(0, FIRST_LINES).join("\n"), isAll: lines.length <= FIRST_LINES };
}

/** The speeds of a sound, round and round. */
export function nextSpeed(speed: number): number {
  const at = SPEEDS.indexOf(speed);
  return SPEEDS[(at + 1) % SPEEDS.length] ?? 1;
}
