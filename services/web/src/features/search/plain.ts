import { type Node, parse } from "../../markdown/parse";

/** What a message says without its signs of Markdown, and where in that something was found, in code points. */
export interface Plain {
  readonly text: string;
  readonly highlights: readonly (readonly number[])[];
}

interface Piece {
  readonly text: string;
  /** Where it stands in the body, in code units; undefined for what the body does not have like that. */
  readonly at: number | undefined;
}

interface Inner {
  readonly tokens?: readonly Node[];
  readonly items?: readonly Node[];
  readonly text?: string;
}

const LINES = new Set(["paragraph", "heading", "blockquote", "list_item", "code", "table", "html"]);
const SILENT = new Set(["space", "hr", "def", "checkbox"]);
const NEW_LINE: Piece = { text: "\n", at: undefined };

/** `highlights` count code points of the body: ascending, none touching another. */
export function plain(body: string, highlights: readonly (readonly number[])[]): Plain {
  const said = trimmed(pieces(parse(body, []), body, 0));
  const text = said.map((piece) => piece.text).join("");
  if (highlights.length === 0) return { text, highlights };
  const isFound = marks(body, highlights);
  const found: [number, number][] = [];
  let point = 0;
  for (const piece of said) {
    let unit = piece.at;
    for (const one of piece.text) {
      if (unit !== undefined && isFound[unit] === true) {
        const last = found.at(-1);
        if (last?.[1] === point) last[1] = point + 1;
        else found.push([point, point + 1]);
      }
      point += 1;
      if (unit !== undefined) unit += one.length;
    }
  }
  return { text, highlights: found };
}

/** For each code unit that begins a code point: whether it was found. */
function marks(body: string, highlights: readonly (readonly number[])[]): readonly boolean[] {
  const isFound: boolean[] = [];
  let unit = 0;
  let next = 0;
  for (const [point, one] of [...body].entries()) {
    while ((highlights[next]?.[1] ?? Number.POSITIVE_INFINITY) <= point) next += 1;
    isFound[unit] = point >= (highlights[next]?.[0] ?? Number.POSITIVE_INFINITY);
    unit += one.length;
  }
  return isFound;
}

/** Each piece of text of a tree, looked for in the body behind the one before. */
function pieces(nodes: readonly Node[], body: string, from: number): Piece[] {
  const all: Piece[] = [];
  let at = from;
  for (const node of nodes) {
    const start = body.indexOf(node.raw, at);
    const said = ofNode(node, body, Math.max(start, at));
    all.push(...said);
    // What stands in a quote over several lines is not in the body as it is in the tree.
    const last = said.findLast((piece) => piece.at !== undefined);
    if (start >= 0) at = start + node.raw.length;
    else if (last?.at !== undefined) at = last.at + last.text.length;
  }
  return all;
}

function ofNode(node: Node, body: string, from: number): Piece[] {
  if (SILENT.has(node.type)) return [];
  if (node.type === "br") return [NEW_LINE];
  const inner = node as Inner;
  const nested = inner.tokens ?? inner.items;
  const said = nested ? pieces(nested, body, from) : [leaf(inner.text ?? node.raw, body, from)];
  return LINES.has(node.type) ? [...said, NEW_LINE] : said;
}

function leaf(text: string, body: string, from: number): Piece {
  const at = body.indexOf(text, from);
  return { text, at: at < 0 ? undefined : at };
}

/** One new line after the other is one, and none is at the ends. */
function trimmed(said: readonly Piece[]): readonly Piece[] {
  const kept: Piece[] = [];
  for (const piece of said) {
    if (piece.text === "" || (piece === NEW_LINE && (kept.at(-1) ?? NEW_LINE) === NEW_LINE)) continue;
    kept.push(piece);
  }
  return kept.at(-1) === NEW_LINE ? kept.slice(0, -1) : kept;
}
