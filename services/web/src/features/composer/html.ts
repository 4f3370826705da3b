import { type Element, find, type Node, rawText, readHtml } from "./html-tree";

/** Longer than any page people copy from: its plain text is taken as it is. */
const LONGEST = 1_000_000;

/** Pasted HTML as the Markdown that a person would have typed; undefined when there is nothing in it. */
export function toMarkdown(html: string): string | undefined {
  if (html.length > LONGEST) return undefined;
  const text = join(blocks(readHtml(html).children, PLAIN)).trim();
  return text === "" ? undefined : text;
}

interface Style {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly struck: boolean;
  readonly link: boolean;
}
const PLAIN: Style = { bold: false, italic: false, struck: false, link: false };

interface Block {
  readonly text: string;
  /** A line of its own, but not a paragraph: it stands close to the next such line. */
  readonly tight: boolean;
}

const LINES =
  /^(div|section|article|header|footer|main|aside|nav|figure|figcaption|address|form|fieldset|center|body|html)$/;
const HEADING = /^h([1-6])$/;

function join(parts: readonly Block[]): string {
  return parts
    .map(({ text, tight }, index) => {
      const before = parts[index - 1];
      return before === undefined ? text : (before.tight && tight ? "\n" : "\n\n") + text;
    })
    .join("");
}

function blocks(nodes: readonly Node[], style: Style): Block[] {
  const found: Block[] = [];
  let run: Node[] = [];
  const flush = (tight: boolean) => {
    const text = tidy(inline(run, style));
    run = [];
    if (text !== "") found.push({ text: safeStart(text), tight });
  };
  const put = (text: string) => text !== "" && found.push({ text, tight: false });
  for (const node of nodes) {
    if (typeof node === "string" || !isBlock(node)) {
      run.push(node);
      continue;
    }
    flush(true);
    const { tag, children } = node;
    const level = HEADING.exec(tag)?.[1];
    if (level !== undefined) put(heading(Number(level), tidy(inline(children, PLAIN))));
    else if (tag === "ul" || tag === "ol") put(list(node, style));
    else if (tag === "pre") put(code(node));
    else if (tag === "table") put(table(node, style));
    else if (tag === "blockquote") put(indent(join(blocks(children, style)), "> ", "> "));
    else if (tag === "hr") put("---");
    else found.push(...loosened(blocks(children, style), !LINES.test(tag)));
  }
  flush(found.length === 0 || (found[found.length - 1]?.tight ?? true));
  return found;
}

/** A paragraph stands apart from what surrounds it. */
function loosened(parts: Block[], loose: boolean): Block[] {
  return loose ? [{ text: join(parts), tight: false }].filter(({ text }) => text !== "") : parts;
}

function heading(level: number, text: string): string {
  return text === "" ? "" : `${"#".repeat(level)} ${text.replaceAll("\n", " ")}`;
}

function isBlock({ tag, children }: Element): boolean {
  if (/^(p|ul|ol|li|dl|dt|dd|pre|table|blockquote|hr|h[1-6])$/.test(tag) || LINES.test(tag)) return true;
  // Google Docs wraps everything in a <b> that is not bold.
  return /^(b|span|font)$/.test(tag) && children.some((child) => typeof child !== "string" && isBlock(child));
}

function list(node: Element, style: Style): string {
  const ordered = node.tag === "ol";
  let number = Number(node.attributes["start"] ?? 1) || 1;
  const lines: string[] = [];
  for (const child of node.children) {
    if (typeof child === "string") continue;
    if (child.tag === "ul" || child.tag === "ol") {
      // Word and old editors nest a list beside its item.
      lines.push(indent(list(child, style), "  ", "  "));
      continue;
    }
    const marker = ordered ? `${number}. ` : "- ";
    number += 1;
    const parts = blocks(child.children, style);
    const text = parts.map((part) => part.text).join("\n");
    if (text !== "") lines.push(indent(task(child) + text, marker, " ".repeat(marker.length)));
  }
  return lines.join("\n");
}

function task(item: Element): string {
  const box = find(item.children, ({ tag, attributes }) => tag === "input" && attributes["type"] === "checkbox");
  return box ? ("checked" in box.attributes ? "[x] " : "[ ] ") : "";
}

function code(node: Element): string {
  const text = rawText(node.children).replace(/^\n+|\s+$/g, "");
  if (text === "") return "";
  const inner = find([node], ({ attributes }) => /\blanguage-/.test(attributes["class"] ?? ""));
  const language = /\blanguage-([\w+-]+)/.exec(inner?.attributes["class"] ?? "")?.[1] ?? "";
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function table(node: Element, style: Style): string {
  const rows = rowsOf(node).map((row) =>
    row.children.filter((cell): cell is Element => typeof cell !== "string" && /^t[dh]$/.test(cell.tag)),
  );
  const columns = Math.max(0, ...rows.map((cells) => cells.length));
  // A table of one column is somebody's layout.
  if (columns < 2) return join(rows.flatMap((cells) => cells.flatMap((cell) => blocks(cell.children, style))));
  const texts = rows.map((cells) =>
    Array.from({ length: columns }, (_, index) => cellText(cells[index], style).replaceAll("|", "\\|")),
  );
  const [head = [], ...body] = texts.filter((cells) => cells.some((text) => text !== ""));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
}

function rowsOf(node: Element): Element[] {
  return node.children.flatMap((child) => {
    if (typeof child === "string") return [];
    return child.tag === "tr" ? [child] : /^t(head|body|foot)$/.test(child.tag) ? rowsOf(child) : [];
  });
}

function cellText(cell: Element | undefined, style: Style): string {
  if (!cell) return "";
  const header = cell.tag === "th" ? { ...style, bold: true } : style;
  return join(blocks(cell.children, header)).replaceAll(/\s*\n\s*/g, " ");
}

function indent(text: string, first: string, rest: string): string {
  if (text === "") return "";
  return text
    .split("\n")
    .map((line, index) => (index === 0 ? first + line : line === "" ? rest.trimEnd() : rest + line))
    .join("\n");
}

function inline(nodes: readonly Node[], style: Style): string {
  return nodes.map((node) => (typeof node === "string" ? escaped(collapse(node)) : element(node, style))).join("");
}

function element(node: Element, style: Style): string {
  const { tag, attributes, children } = node;
  const css = attributes["style"] ?? "";
  if (tag === "br") return "\n";
  if (tag === "img") return escaped(attributes["alt"] ?? "");
  if (tag === "input" || tag === "math" || tag === "button") return tag === "button" ? inline(children, style) : "";
  if (/\bkatex\b/.test(attributes["class"] ?? "")) return formula(node);
  if (/^(code|tt|kbd|samp)$/.test(tag)) return codeSpan(rawText(children));
  if (tag === "a") return link(attributes["href"] ?? "", node, style);
  const normal = /font-weight:\s*(normal|[1-4]00)/i.test(css);
  const bold = !normal && (/^(b|strong)$/.test(tag) || /font-weight:\s*(bold|[6-9]00)/i.test(css));
  const italic = !/font-style:\s*normal/i.test(css) && (/^(i|em|cite)$/.test(tag) || /font-style:\s*italic/i.test(css));
  const struck = /^(del|s|strike)$/.test(tag) || /line-through/i.test(css);
  const inner = inline(children, {
    ...style,
    bold: style.bold || bold,
    italic: style.italic || italic,
    struck: style.struck || struck,
  });
  const marks = [bold && !style.bold && "**", italic && !style.italic && "*", struck && !style.struck && "~~"];
  return marks.reduce<string>((text, mark) => (mark ? around(text, mark) : text), inner);
}

/** Our own formulas, copied from a message: the source stands in an annotation. */
function formula(node: Element): string {
  const source = find([node], ({ tag }) => tag === "annotation");
  return source ? `$${rawText(source.children).trim()}$` : rawText(node.children);
}

/** Marks must touch letters, and do not reach over lines. */
function around(text: string, mark: string): string {
  return text
    .split("\n")
    .map((line) => {
      const inside = line.trim();
      if (inside === "") return line;
      const at = line.indexOf(inside);
      return line.slice(0, at) + mark + inside + mark + line.slice(at + inside.length);
    })
    .join("\n");
}

function codeSpan(text: string): string {
  const inside = text.replaceAll(/\s+/g, " ");
  if (inside.trim() === "") return inside;
  const fence = inside.includes("`") ? "``" : "`";
  const gap = /^`|`$/.test(inside) ? " " : "";
  return fence + gap + inside + gap + fence;
}

function link(href: string, node: Element, style: Style): string {
  const text = tidy(inline(node.children, { ...style, link: true })).replaceAll("\n", " ");
  if (style.link || !/^(https?:|mailto:)/i.test(href)) return text;
  const plain = tidy(rawText(node.children));
  if (text === "") return "";
  if (plain === href || `${plain}/` === href || `mailto:${plain}` === href) return plain;
  return `[${text.replaceAll(/[[\]]/g, "\\$&")}](${href.replaceAll("(", "%28").replaceAll(")", "%29").replaceAll(" ", "%20")})`;
}

function collapse(text: string): string {
  return text.replaceAll(/[\s\u00a0]+/g, " ");
}

/** Only what would be read as a mark: a text full of backslashes is worse than a star. */
function escaped(text: string): string {
  return text
    .replaceAll(/[*`]|~~/g, (mark) => `\\${mark}`)
    .replaceAll(/(?<![\p{L}\p{N}])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}])/gu, "\\_");
}

/** A paragraph that starts like a list or a heading is none. */
function safeStart(text: string): string {
  return text.replaceAll(/^(#{1,6}(?=\s)|>|[-+](?=\s))/gm, "\\$1").replaceAll(/^(\d{1,9})([.)])(?=\s)/gm, "$1\\$2");
}

function tidy(text: string): string {
  return text
    .replaceAll(/ *\n */g, "\n")
    .replaceAll(/ {2,}/g, " ")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}
