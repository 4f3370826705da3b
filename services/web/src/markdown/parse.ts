import { Marked, type Token, type TokenizerExtension, type Tokens } from "marked";

export interface MentionRange {
  readonly user_id: string;
  /** In Unicode code points of the body. */
  readonly start: number;
  readonly end: number;
}

export interface MathToken {
  readonly type: "math";
  readonly raw: string;
  readonly text: string;
  readonly display: boolean;
}

export interface MentionToken {
  readonly type: "mention";
  readonly raw: string;
  readonly userId: string;
  readonly text: string;
}

export interface EmojiToken {
  readonly type: "emoji";
  readonly raw: string;
  readonly name: string;
}

export type Node = Token | MathToken | MentionToken | EmojiToken;

// The server says where the mentions are (they cannot be found by a pattern: Han has no spaces), so their ranges are
// replaced by a private-use mark before the lexer runs and found again by it.
const MARK_START = "\uE000";
const MARK_END = "\uE001";

const mention: TokenizerExtension = {
  name: "mention",
  level: "inline",
  start: (src) => indexOrUndefined(src.indexOf(MARK_START)),
  tokenizer(src) {
    const match = /^\uE000(\d+)\uE001/.exec(src);
    return match ? { type: "mention", raw: match[0], index: Number(match[1]) } : undefined;
  },
};

const inlineMath: TokenizerExtension = {
  name: "math",
  level: "inline",
  start: (src) => indexOrUndefined(src.indexOf("$")),
  tokenizer(src) {
    // Pandoc's rule: no space just inside the dollars, no digit right after, so that "$5 and $10" is money.
    const match = /^\$\$([^$]{1,2000})\$\$|^\$([^\s$](?:[^$\n]{0,500}[^\s$\\])?)\$(?!\d)/.exec(src);
    if (!match) return undefined;
    return { type: "math", raw: match[0], text: match[1] ?? match[2] ?? "", display: match[1] !== undefined };
  },
};

/** A formula of its own lines: what begins a list or a heading elsewhere is mathematics here. */
const mathBlock: TokenizerExtension = {
  name: "math",
  level: "block",
  start: (src) => (src.includes("$$") ? indexOrUndefined(src.search(/^ {0,3}\$\$/m)) : undefined),
  tokenizer(src) {
    const match = /^ {0,3}\$\$[ \t]*\n?((?:[^$\n]|\n(?!\s*\n)){1,2000}?)\n?[ \t]*\$\$[ \t]*(?:\n|$)/.exec(src);
    return match ? { type: "math", raw: match[0], text: match[1] ?? "", display: true } : undefined;
  },
};

const customEmoji: TokenizerExtension = {
  name: "emoji",
  level: "inline",
  start: (src) => indexOrUndefined(src.search(/:(?=[a-z+-])[a-z0-9_+-]{1,64}:/)),
  tokenizer(src) {
    const match = /^:((?=[a-z+-])[a-z0-9_+-]{1,64}):/.exec(src);
    return match ? { type: "emoji", raw: match[0], name: match[1] ?? "" } : undefined;
  },
};

const lexer = new Marked({ gfm: true, breaks: true });
lexer.use({ extensions: [mention, mathBlock, inlineMath, customEmoji] });

/**
 * One line in which nothing can mean anything to the lexer: that is how people mostly write. What begins a block stands
 * at the start, and a full stop within a word makes it an address.
 */
const PLAIN =
  /^[^\s\d#>+=\-\\`*_~[\]<&|:$@^.\uE000\uE001](?:[^\n\r\t\\`*_~[\]<&|:$@^.\uE000\uE001]|\.(?![^ .]))*(?<!\s)$/;

/** A body as a tree. Total: whatever was written comes back as some tree, never as an exception. */
export function parse(body: string, mentions: readonly MentionRange[]): Node[] {
  if (mentions.length === 0 && PLAIN.test(body)) {
    return [{ type: "paragraph", raw: body, text: body, tokens: [{ type: "text", raw: body, text: body }] }];
  }
  return lex(body, mentions);
}

/** The same by the lexer. */
export function lex(body: string, mentions: readonly MentionRange[]): Node[] {
  const { text, names } = mark(body, mentions);
  const tokens = lexer.lexer(text);
  if (names.length === 0) return tokens;
  lexer.walkTokens(tokens, (token) => {
    if (token.type === "mention") {
      const found = names[(token as unknown as { index: number }).index];
      Object.assign(token, { userId: found?.userId ?? "", text: found?.text ?? "" });
    } else restore(token, names);
  });
  return tokens;
}

/** What this lexer takes for code, an address or the like keeps the text that was written there. */
function restore(token: Token, names: readonly { readonly text: string }[]): void {
  const fields = token as unknown as Record<string, unknown>;
  for (const name of ["raw", "text", "href", "title", "lang"]) {
    const value = fields[name];
    if (typeof value !== "string" || !value.includes(MARK_START)) continue;
    fields[name] = value.replaceAll(/\uE000(\d+)\uE001/g, (_mark, index) => names[Number(index)]?.text ?? "");
  }
}

function mark(body: string, mentions: readonly MentionRange[]) {
  const clean = body.replaceAll(/[\uE000\uE001]/g, "");
  if (mentions.length === 0) return { text: clean, names: [] };
  const points = [...body];
  const names: { userId: string; text: string }[] = [];
  const parts: string[] = [];
  let at = 0;
  for (const range of [...mentions].sort((a, b) => a.start - b.start)) {
    if (range.start < at || range.end > points.length || range.end <= range.start) continue;
    parts.push(
      points
        .slice(at, range.start)
        .join("")
        .replaceAll(/[\uE000\uE001]/g, ""),
    );
    parts.push(`${MARK_START}${names.length}${MARK_END}`);
    names.push({ userId: range.user_id, text: points.slice(range.start, range.end).join("") });
    at = range.end;
  }
  parts.push(
    points
      .slice(at)
      .join("")
      .replaceAll(/[\uE000\uE001]/g, ""),
  );
  return { text: parts.join(""), names };
}

const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** The address if it is one that a message may lead to, else undefined: the link is then shown as text. */
export function safeHref(href: string): string | undefined {
  try {
    const url = new URL(href);
    if (!SCHEMES.has(url.protocol) || url.username !== "" || url.password !== "") return undefined;
    return url.href;
  } catch {
    return undefined;
  }
}

const LOOKS_LIKE_HOST = /^(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+[\p{L}-]{2,})(?=[/:?#]|$)/iu;

/** Where a link leads, when its text says something else, or its letters are not what they look like. */
export function disguisedHost(href: string, text: string): string | undefined {
  const { host, hostname } = new URL(href);
  if (host === "") return undefined;
  if (hostname.split(".").some((part) => part.startsWith("xn--"))) return host;
  const named = LOOKS_LIKE_HOST.exec(text.trim())?.[1]?.toLowerCase();
  const bare = (name: string) => name.replace(/^www\./, "");
  return named !== undefined && bare(named) !== bare(hostname) ? host : undefined;
}

/** The text of a tree, for previews, announcements and copying. */
export function plainText(nodes: readonly Node[]): string {
  return nodes
    .map((node) => {
      if (node.type === "mention" || node.type === "math") return (node as MathToken | MentionToken).text;
      if (node.type === "br" || node.type === "space") return " ";
      if (node.type === "list") return plainText((node as Tokens.List).items);
      const inner = (node as Tokens.Generic)["tokens"];
      return inner ? plainText(inner) + (isBlock(node.type) ? " " : "") : "text" in node ? String(node.text) : node.raw;
    })
    .join("");
}

function isBlock(type: string): boolean {
  return type === "paragraph" || type === "heading" || type === "blockquote" || type === "list_item";
}

function indexOrUndefined(index: number): number | undefined {
  return index < 0 ? undefined : index;
}
