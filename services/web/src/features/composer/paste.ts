import { type Edited, linkOver } from "./format";
import { bytesOf, MOST_BYTES } from "./limit";

/** What a paste means. `plain` is left to the browser. */
export type Paste =
  | { readonly kind: "files"; readonly files: readonly File[] }
  | { readonly kind: "link"; readonly edited: Edited }
  | { readonly kind: "html"; readonly html: string; readonly text: string }
  | { readonly kind: "long"; readonly text: string }
  | { readonly kind: "plain" };

export interface Clipboard {
  readonly files: ArrayLike<File>;
  readonly types: readonly string[];
  getData(type: string): string;
}

/** Editors of code copy coloured HTML; the text is what is meant. */
const CODE_EDITORS = ["vscode-editor-data", "application/vnd.code.copymetadata"];

export function readPaste(data: Clipboard, text: string, start: number, end: number): Paste {
  const files = Array.from(data.files);
  const html = data.getData("text/html");
  const plain = data.getData("text/plain");
  // A copied picture brings an <img> along; a copied table brings a picture of itself.
  if (files.length > 0 && !(plain.trim() !== "" && hasText(html))) return { kind: "files", files };
  const link = linkOver(text, start, end, plain.trim());
  if (link) return { kind: "link", edited: link };
  if (bytesOf(plain) > MOST_BYTES) return { kind: "long", text: plain };
  const fromEditor = CODE_EDITORS.some((type) => data.types.includes(type));
  if (html !== "" && !fromEditor && hasFormatting(html)) return { kind: "html", html, text: plain };
  return { kind: "plain" };
}

/** Whether HTML says more than its plain text does: most copied text is only wrapped in a font. */
export function hasFormatting(html: string): boolean {
  return (
    /<(a\s[^>]*href|b|strong|i|em|code|pre|ul|ol|table|h[1-6]|blockquote|del|s|strike)[\s>]/i.test(html) ||
    /font-weight:\s*(bold|[6-9]00)|font-style:\s*italic|line-through/i.test(html)
  );
}

/** More than the picture itself. */
function hasText(html: string): boolean {
  return html !== "" && !/^(\s|<meta[^>]*>|<!--StartFragment-->|<\/?(html|body)>)*<img/i.test(html.slice(0, 1_000));
}
