const MOST_BYTES = 255;
/** Control characters and changes of the writing direction: they make a name look like another one. */
const FORBIDDEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** What an ending is at most; a longer one is part of the name. */
const MOST_ENDING = 16;

/** The name as the server takes it: what was refused is left out, what is too long is cut before its ending. */
export function fileName(name: string): string {
  const clean = name.normalize("NFC").replaceAll(FORBIDDEN, "").replaceAll(/[\\/]/g, "_").trim();
  if (/^[\s.\p{Cf}\p{M}]*$/u.test(clean)) return "file";
  const dot = clean.lastIndexOf(".");
  const ending = dot > 0 && clean.length - dot <= MOST_ENDING ? clean.slice(dot) : "";
  const stem = [...clean.slice(0, clean.length - ending.length)];
  while (bytesOf(stem.join("") + ending) > MOST_BYTES) stem.pop();
  return stem.join("") + ending;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
