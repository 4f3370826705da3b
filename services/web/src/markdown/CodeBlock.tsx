import type { RootContent } from "hast";
import { common, createLowlight } from "lowlight";
import { Check, Copy } from "lucide-react";
import { Fragment, type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

const lowlight = createLowlight(common);

/** A highlighted block: the highlighter gives a tree, which becomes elements; a language it does not know stays plain. */
export default function CodeBlock({
  text,
  language,
}: {
  readonly text: string;
  readonly language: string | undefined;
}) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const tree = useMemo(
    () =>
      language !== undefined && lowlight.registered(language) ? lowlight.highlight(language, text).children : undefined,
    [text, language],
  );
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <section className="code-block" tabIndex={0} aria-label={language ?? t("messages.code")}>
      <pre>
        <code>{tree ? nodes(tree) : text}</code>
      </pre>
      <button type="button" className="code-copy" onClick={copy} aria-label={t("messages.copyCode")}>
        {copied ? <Check size={16} /> : <Copy size={16} />}
      </button>
    </section>
  );
}

function nodes(tree: readonly RootContent[]): ReactNode {
  return tree.map((node, index) => {
    const key = `${index}:${node.type}`;
    if (node.type === "text") return <Fragment key={key}>{node.value}</Fragment>;
    if (node.type !== "element") return null;
    const names = node.properties["className"];
    return (
      <span key={key} className={Array.isArray(names) ? names.join(" ") : undefined}>
        {nodes(node.children)}
      </span>
    );
  });
}
