import type { Tokens } from "marked";
import { Fragment, lazy, memo, type ReactNode, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCustomEmojis } from "../emoji/custom";
import { EmojiText } from "../emoji/EmojiText";
import { languageOf } from "../i18n/script";
import { cx } from "../ui/cx";
import { ErrorBoundary } from "../ui/ErrorBoundary";
import { CodeFrame } from "./CodeFrame";
import { foldAt, isEmojiOnly } from "./fold";
import {
  disguisedHost,
  type EmojiToken,
  type MathToken,
  type MentionRange,
  type MentionToken,
  type Node,
  parse,
  safeHref,
} from "./parse";

const MathNode = lazy(() => import("./MathNode"));
const CodeBlock = lazy(() => import("./CodeBlock"));

export interface MarkdownProps {
  readonly body: string;
  readonly mentions?: readonly MentionRange[];
  readonly me?: string;
  /** Draws a mention; the default is its text. */
  readonly renderMention?: (mention: { userId: string; text: string; mine: boolean }) => ReactNode;
}

const NO_MENTIONS: readonly MentionRange[] = [];

/**
 * A body as React elements: the lexer's tokens walked by one switch. There is no HTML string anywhere, so nothing has to
 * be sanitised; HTML in a body is shown as the text it is.
 */
export const Markdown = memo(function Markdown(props: MarkdownProps) {
  const { body } = props;
  const fold = useMemo(() => foldAt(body), [body]);
  return fold === undefined ? <Body {...props} /> : <Folded {...props} fold={fold} />;
});

function Folded({ fold, ...props }: MarkdownProps & { readonly fold: number }) {
  const { t } = useTranslation();
  const [unfolded, setUnfolded] = useState(false);
  return (
    <>
      <Body {...props} body={unfolded ? props.body : props.body.slice(0, fold)} />
      <button type="button" className="markdown-fold" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
        {t(unfolded ? "messages.less" : "messages.more")}
      </button>
    </>
  );
}

function Body({ body, mentions = NO_MENTIONS, me, renderMention }: MarkdownProps) {
  const nodes = useMemo(() => parse(body, mentions), [body, mentions]);
  const language = useMemo(() => languageOf(body), [body]);
  const own = useCustomEmojis();
  const large = useMemo(() => isEmojiOnly(body, own), [body, own]);
  return (
    <div className={cx("markdown", large && "markdown-large")} dir="auto" lang={language}>
      {children(nodes, { me, renderMention })}
    </div>
  );
}

interface Context {
  readonly me: string | undefined;
  readonly renderMention: MarkdownProps["renderMention"];
}

function children(nodes: readonly Node[] | undefined, context: Context): ReactNode {
  // Tokens have no identity of their own; a body is replaced as a whole.
  return nodes?.map((node, index) => <Fragment key={`${index}:${node.type}`}>{element(node, context)}</Fragment>);
}

function element(node: Node, context: Context): ReactNode {
  switch (node.type) {
    case "space":
    case "def":
      return null;
    case "paragraph":
      return <p>{children((node as Tokens.Paragraph).tokens, context)}</p>;
    case "heading":
      // A heading in a message must not enter the page's outline.
      return <p className="markdown-heading">{children((node as Tokens.Heading).tokens, context)}</p>;
    case "blockquote":
      return <blockquote>{children((node as Tokens.Blockquote).tokens, context)}</blockquote>;
    case "list":
      return list(node as Tokens.List, context);
    case "code":
      return code(node as Tokens.Code);
    case "hr":
      return <hr />;
    case "table":
      return <Table node={node as Tokens.Table} context={context} />;
    case "strong":
      return <strong>{children((node as Tokens.Strong).tokens, context)}</strong>;
    case "em":
      // Han has no slanted form, also in the middle of an English sentence: the style sheet asks for the language.
      return <em lang={languageOf(node.raw)}>{children((node as Tokens.Em).tokens, context)}</em>;
    case "del":
      return <del>{children((node as Tokens.Del).tokens, context)}</del>;
    case "codespan":
      return <code>{(node as Tokens.Codespan).text}</code>;
    case "br":
      return <br />;
    case "link":
      return link(node as Tokens.Link, context);
    case "image":
      // An image by address would tell its host who reads: it is shown as a link.
      return link({ ...(node as Tokens.Image), type: "link", tokens: [] } as unknown as Tokens.Link, context);
    case "math":
      return math(node as MathToken);
    case "mention":
      return mention(node as MentionToken, context);
    case "emoji":
      return <EmojiText emoji={(node as EmojiToken).raw} />;
    case "text":
    case "escape": {
      const inner = (node as Tokens.Text).tokens;
      return inner ? children(inner, context) : (node as Tokens.Text).text;
    }
    default:
      // "html" and whatever a newer lexer brings: its source, as text.
      return node.raw;
  }
}

function list(node: Tokens.List, context: Context): ReactNode {
  const items = node.items.map((item, index) => (
    <li key={`${index}:${item.raw.length}`} className={item.task ? "markdown-task" : undefined}>
      {item.task && <input type="checkbox" checked={item.checked === true} readOnly disabled aria-label={item.text} />}
      {children(
        item.tokens.filter((token) => token.type !== "checkbox"),
        context,
      )}
    </li>
  ));
  return node.ordered ? <ol start={node.start === "" ? 1 : node.start}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ node, context }: { readonly node: Tokens.Table; readonly context: Context }) {
  const { t } = useTranslation();
  const align = (index: number) => ({ textAlign: node.align[index] ?? undefined }) as const;
  return (
    // A wide table scrolls, so the keyboard must reach it.
    <section className="markdown-scroll" tabIndex={0} aria-label={t("messages.table")}>
      <table>
        <thead>
          <tr>
            {node.header.map((cell, index) => (
              <th key={`${index}:${cell.text}`} scope="col" style={align(index)}>
                {children(cell.tokens, context)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {node.rows.map((row, at) => (
            <tr key={`${at}:${row.length}`}>
              {row.map((cell, index) => (
                <td key={`${index}:${cell.text}`} style={align(index)}>
                  {children(cell.tokens, context)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function code(node: Tokens.Code): ReactNode {
  const language = node.lang?.split(/\s/, 1)[0] || undefined;
  // Without the highlighter a block is what it is with it, but for the colours.
  return (
    <CodeFrame text={node.text} language={language}>
      <ErrorBoundary fallback={node.text}>
        <Suspense fallback={node.text}>
          <CodeBlock text={node.text} language={language} />
        </Suspense>
      </ErrorBoundary>
    </CodeFrame>
  );
}

function math(node: MathToken): ReactNode {
  const source = <code>{node.raw}</code>;
  return (
    <ErrorBoundary fallback={source}>
      <Suspense fallback={source}>
        <MathNode text={node.text} display={node.display} />
      </Suspense>
    </ErrorBoundary>
  );
}

function link(node: Tokens.Link, context: Context): ReactNode {
  const href = safeHref(node.href);
  const label = node.tokens.length > 0 ? children(node.tokens, context) : node.text || node.href;
  if (href === undefined) return <>{label}</>;
  const disguised = disguisedHost(href, node.text);
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {label}
      {disguised !== undefined && <span className="markdown-host"> ({disguised})</span>}
    </a>
  );
}

function mention(node: MentionToken, { me, renderMention }: Context): ReactNode {
  const mine = node.userId === me;
  if (renderMention) return renderMention({ userId: node.userId, text: node.text, mine });
  return <span className={mine ? "mention mention-me" : "mention"}>{node.text}</span>;
}
