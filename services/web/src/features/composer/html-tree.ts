/**
 * A forgiving reader of pasted HTML. `DOMParser` would be at hand, but the page's policy (Trusted Types) lets no string
 * become markup, not even inert one; and of a clipboard little more than nesting is of interest.
 */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
}
export type Node = Element | string;

const VOID = new Set(["br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "source", "embed"]);
/** Their content is not text. */
const RAW = new Set(["script", "style", "title", "template", "noscript", "svg", "textarea", "select", "iframe"]);
const BLOCKS =
  /^(address|article|aside|blockquote|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p|pre|section|table|ul)$/;
/** What an opening tag ends, up to which of its ancestors. */
const ENDS: Record<string, { readonly open: readonly string[]; readonly within: readonly string[] }> = {
  li: { open: ["li"], within: ["ul", "ol"] },
  tr: { open: ["tr", "td", "th"], within: ["table"] },
  td: { open: ["td", "th"], within: ["tr", "table"] },
  th: { open: ["td", "th"], within: ["tr", "table"] },
  dt: { open: ["dt", "dd"], within: ["dl"] },
  dd: { open: ["dt", "dd"], within: ["dl"] },
};
/** Deeper than people write; whatever is nested further stays where it is. */
const DEEPEST = 100;

/** Tags without an end that are tried; after so many it is no HTML. */
const MOST_BROKEN = 50;

export function readHtml(html: string): Element {
  const root: Element = { tag: "", attributes: {}, children: [] };
  const open = [root];
  const lower = html.toLowerCase();
  const say = (text: string) => open[open.length - 1]?.children.push(decode(text));
  let broken = 0;
  let at = 0;
  while (at < html.length) {
    const next = broken > MOST_BROKEN ? -1 : html.indexOf("<", at);
    if (next !== at) {
      const end = next === -1 ? html.length : next;
      say(html.slice(at, end));
      at = end;
    } else if (html.startsWith("<!--", at)) {
      at = after(lower, "-->", at + 4);
    } else if (html[at + 1] === "!" || html[at + 1] === "?") {
      at = after(lower, ">", at);
    } else {
      const end = endOfTag(html, at);
      if (end === -1) {
        if (/[a-z/]/.test(lower[at + 1] ?? "")) broken += 1;
        say("<");
        at += 1;
        continue;
      }
      const [, slash, tag = ""] = /^<(\/?)([^\s/>]+)/.exec(lower.slice(at, at + 64)) ?? [];
      const attributes = html.slice(at + tag.length + 1, end - 1);
      at = end;
      if (slash === "/") close(open, tag);
      else if (RAW.has(tag)) at = after(lower, ">", after(lower, `</${tag}`, at));
      else begin(open, tag, attributes);
    }
  }
  return root;
}

/** Behind the tag that starts at `at`; -1 when none does. A quotation mark counts as one only where a value starts. */
function endOfTag(html: string, at: number): number {
  if (!/[a-z/]/i.test(html[at + 1] ?? "")) return -1;
  for (let index = at + 1; index < html.length; index++) {
    const character = html[index];
    if (character === ">") return index + 1;
    if ((character === '"' || character === "'") && /=\s*$/.test(html.slice(Math.max(0, index - 8), index))) {
      index = html.indexOf(character, index + 1);
      if (index === -1) return -1;
    }
  }
  return -1;
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found === -1 ? text.length : found + end.length;
}

function begin(open: Element[], tag: string, rest: string): void {
  const ends = ENDS[tag];
  if (ends) endImplied(open, ends.open, ends.within);
  else if (BLOCKS.test(tag) && open[open.length - 1]?.tag === "p") open.pop();
  const element: Element = { tag, attributes: attributesOf(rest), children: [] };
  open[open.length - 1]?.children.push(element);
  if (!VOID.has(tag) && open.length < DEEPEST) open.push(element);
}

function endImplied(open: Element[], names: readonly string[], within: readonly string[]): void {
  for (let index = open.length - 1; index > 0; index--) {
    const tag = open[index]?.tag ?? "";
    if (within.includes(tag)) return;
    if (names.includes(tag)) {
      open.length = index;
      if (tag === "td" || tag === "th") endImplied(open, names, within);
      return;
    }
  }
}

function close(open: Element[], tag: string): void {
  for (let index = open.length - 1; index > 0; index--) {
    if (open[index]?.tag !== tag) continue;
    open.length = index;
    return;
  }
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const match of text.matchAll(/([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
    found[(match[1] ?? "").toLowerCase()] = decode(match[2] ?? match[3] ?? match[4] ?? "");
  }
  return found;
}

const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ensp: " ",
  emsp: " ",
  thinsp: " ",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  laquo: "«",
  raquo: "»",
  hellip: "…",
  bull: "•",
  middot: "·",
  copy: "©",
  reg: "®",
  trade: "™",
  deg: "°",
  times: "×",
  euro: "€",
  rarr: "→",
  larr: "←",
  zwj: "\u200d",
  zwnj: "\u200c",
  shy: "",
};

function decode(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** All text below, as it stands in the source; line breaks are kept. */
export function rawText(nodes: readonly Node[]): string {
  return nodes
    .map((node) => (typeof node === "string" ? node : node.tag === "br" ? "\n" : rawText(node.children)))
    .join("");
}

/** The first element below that is wanted, in the order of the source. */
export function find(nodes: readonly Node[], wanted: (element: Element) => boolean): Element | undefined {
  for (const node of nodes) {
    if (typeof node === "string") continue;
    const found = wanted(node) ? node : find(node.children, wanted);
    if (found) return found;
  }
  return undefined;
}
