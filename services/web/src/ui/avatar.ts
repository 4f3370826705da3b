/** Twelve hues on which white text has a contrast of at least 5.7 : 1. */
export const AVATAR_COLOURS = [
  "#B3402A",
  "#A04A00",
  "#7E5A00",
  "#4E6B00",
  "#1B7340",
  "#00706A",
  "#006E8C",
  "#1F63B8",
  "#4B55C4",
  "#7746BD",
  "#9A3AA4",
  "#B02F72",
] as const;

/** The same name has the same colour on every device: FNV-1a 32 of its NFC lower-case form. */
export function avatarColour(name: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name.normalize("NFC").toLowerCase())) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return AVATAR_COLOURS[hash % AVATAR_COLOURS.length] ?? AVATAR_COLOURS[0];
}

const HAN_NAME = /^[\p{Script=Han}·]+$/u;
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Han names: the whole if at most two characters, else the last two. Others: first letters of first and last word. */
export function initials(name: string): string {
  const trimmed = name.normalize("NFC").trim();
  if (HAN_NAME.test(trimmed)) return [...trimmed.replaceAll("·", "")].slice(-2).join("");
  const words = trimmed.split(/[\s_.-]+/u).filter((word) => /[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(word));
  const firstWord = words[0];
  const lastWord = words.length > 1 ? words.at(-1) : undefined;
  return (grapheme(firstWord) + grapheme(lastWord)).toUpperCase();
}

/** The one letter that still can be read where there is hardly room: of a Han name the last, of others the first. */
export function initial(name: string): string {
  const text = initials(name);
  return HAN_NAME.test(text) ? text.slice(-1) : grapheme(text === "" ? undefined : text);
}

function grapheme(word: string | undefined): string {
  if (word === undefined) return "";
  for (const { segment } of segmenter.segment(word)) return segment;
  return "";
}
