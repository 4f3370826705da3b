const LONGEST = 32;

/** The name that a file suggests: what may stand between colons of it. Pure. */
export function emojiName(file: string): string {
  return file
    .replace(/\.[^.]*$/, "")
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9+-]+/g, "_")
    .replaceAll(/^[_-]+|[_-]+$/g, "")
    .slice(0, LONGEST);
}
