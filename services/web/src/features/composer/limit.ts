/** What a message holds, in bytes of UTF-8. */
export const MOST_BYTES = 16 * 1024;
/** From here on the rest is counted. */
export const NEAR_BYTES = MOST_BYTES - 1024;

const encoder = new TextEncoder();

export function bytesOf(text: string): number {
  // No character takes more than three bytes a code unit: short texts need no counting.
  return text.length * 3 < NEAR_BYTES ? text.length : encoder.encode(text).length;
}

/** What is left, when it is worth saying; negative when the text is too long. */
export function bytesLeft(text: string): number | undefined {
  const used = bytesOf(text.trim());
  return used > NEAR_BYTES ? MOST_BYTES - used : undefined;
}

/** A name for a text that became a file, with the ending that fits. */
export function snippetName(text: string, now: Date): string {
  const digits = (value: number) => String(value).padStart(2, "0");
  const day = `${now.getFullYear()}-${digits(now.getMonth() + 1)}-${digits(now.getDate())}`;
  return `snippet-${day}-${digits(now.getHours())}${digits(now.getMinutes())}.${isJson(text) ? "json" : "txt"}`;
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
