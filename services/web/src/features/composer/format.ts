export interface Edited {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Puts a mark around the selection, or takes it away when it is there. */
export function toggleAround(text: string, start: number, end: number, mark: string): Edited {
  const before = text.slice(0, start);
  const inside = text.slice(start, end);
  const after = text.slice(end);
  if (before.endsWith(mark) && after.startsWith(mark)) {
    return {
      text: before.slice(0, -mark.length) + inside + after.slice(mark.length),
      start: start - mark.length,
      end: end - mark.length,
    };
  }
  return { text: before + mark + inside + mark + after, start: start + mark.length, end: end + mark.length };
}

/** A pasted address over a selection makes a link of it. */
export function linkOver(text: string, start: number, end: number, href: string): Edited | undefined {
  if (start === end || !/^https?:\/\/\S+$/.test(href)) return undefined;
  const link = `[${text.slice(start, end)}](${href})`;
  return { text: text.slice(0, start) + link + text.slice(end), start: start + link.length, end: start + link.length };
}

const MARKS: Record<string, string> = { b: "**", i: "*", e: "`" };

/** The mark that a key combination stands for. */
export function markOf(event: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}): string | undefined {
  if (!event.ctrlKey && !event.metaKey) return undefined;
  if (event.shiftKey) return event.key.toLowerCase() === "x" ? "~~" : undefined;
  return MARKS[event.key.toLowerCase()];
}
