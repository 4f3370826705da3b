/** What becomes of the text, and what is selected then. */
export interface Edited {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Mark = "**" | "*" | "~~" | "`" | "$";

const FENCES: Partial<Record<Mark, string>> = { "`": "```", $: "$$" };

/** Puts a mark around the selection, or takes it away when it is there. Code and formulas of several lines get a block. */
export function toggleAround(text: string, from: number, to: number, mark: Mark): Edited {
  const [start, end] = withoutEdges(text, from, to);
  const inside = text.slice(start, end);
  const fence = FENCES[mark];
  if (fence !== undefined && inside.includes("\n")) return fenceAround(text, start, end, fence);
  if (isMarked(text, start, end, mark)) {
    return splice(text, start - mark.length, end + mark.length, inside, 0, inside.length);
  }
  const inner = inside.slice(mark.length, -mark.length);
  if (inside.length > mark.length * 2 && isMarked(inside, mark.length, inside.length - mark.length, mark)) {
    return splice(text, start, end, inner, 0, inner.length);
  }
  return splice(text, start, end, mark + inside + mark, mark.length, mark.length + inside.length);
}

function isMarked(text: string, start: number, end: number, mark: Mark): boolean {
  const before = text.slice(0, start);
  const after = text.slice(end);
  if (!before.endsWith(mark) || !after.startsWith(mark)) return false;
  // One star of two is not italic.
  return mark !== "*" || !before.endsWith("**") || before.endsWith("***");
}

/** Marks must touch letters: `** bold **` is not bold. */
function withoutEdges(text: string, start: number, end: number): readonly [number, number] {
  const inside = text.slice(start, end);
  if (inside.trim() === "") return [start, end];
  return [start + inside.length - inside.trimStart().length, end - (inside.length - inside.trimEnd().length)];
}

function fenceAround(text: string, start: number, end: number, fence: string): Edited {
  const open = `${start === 0 || text[start - 1] === "\n" ? "" : "\n"}${fence}\n`;
  const close = `\n${fence}${end === text.length || text[end] === "\n" ? "" : "\n"}`;
  const inside = text.slice(start, end);
  return splice(text, start, end, open + inside + close, open.length, open.length + inside.length);
}

const ADDRESS = /^(https?:\/\/|mailto:)\S+$/i;

/** A link of the selection: what is still to be typed is selected. */
export function insertLink(text: string, start: number, end: number): Edited {
  const inside = text.slice(start, end).trim();
  if (ADDRESS.test(inside)) return splice(text, start, end, `[](${inside})`, 1, 1);
  const open = `[${inside}](`;
  if (inside === "") return splice(text, start, end, "[](https://)", 1, 1);
  return splice(text, start, end, `${open}https://)`, open.length, open.length + "https://".length);
}

/** A pasted address over a selection makes a link of it. */
export function linkOver(text: string, start: number, end: number, href: string): Edited | undefined {
  const inside = text.slice(start, end);
  if (inside.trim() === "" || inside.includes("\n") || !/^https?:\/\/\S+$/.test(href) || ADDRESS.test(inside)) {
    return undefined;
  }
  const link = `[${inside}](${href.replaceAll("(", "%28").replaceAll(")", "%29")})`;
  return splice(text, start, end, link, link.length, link.length);
}

/** Text at the place of the selection. */
export function insert(text: string, start: number, end: number, inserted: string): Edited {
  return splice(text, start, end, inserted, inserted.length, inserted.length);
}

const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})([.)])|(>))(\s+)(\[[ xX]\]\s+)?/;

/** A new line at the caret: the list or quotation goes on, and ends when its item is empty. */
export function newLine(text: string, start: number, end: number): Edited {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.slice(lineStart, start);
  const item = isInsideFence(text, start) ? null : ITEM.exec(line);
  if (!item) return insert(text, start, end, "\n");
  const [whole, indent = "", bullet, number, dot = "", quote, gap = " ", task] = item;
  if (line === whole && (text[end] ?? "\n") === "\n") return splice(text, lineStart, end, "", 0, 0);
  const marker = bullet ?? quote ?? `${Number(number) + 1}${dot}`;
  return insert(text, start, end, `\n${indent}${marker}${gap}${task === undefined ? "" : "[ ] "}`);
}

/** Whether a code block is open at the caret: there Enter is a new line of code. */
export function isInsideFence(text: string, caret: number): boolean {
  let open: string | undefined;
  for (const line of text.slice(0, caret).split("\n")) {
    const fence = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) continue;
    if (open === undefined) open = fence;
    else if (fence.startsWith(open)) open = undefined;
  }
  return open !== undefined;
}

function splice(text: string, from: number, to: number, put: string, start: number, end: number): Edited {
  return { text: text.slice(0, from) + put + text.slice(to), start: from + start, end: from + end };
}
