import type { RootContent } from "hast";
import { common, createLowlight } from "lowlight";
import { Fragment, type ReactNode, useMemo } from "react";

const lowlight = createLowlight(common);

/** Highlighted code: the highlighter gives a tree, which becomes elements; a language it does not know stays plain. */
export default function CodeBlock({
  text,
  language,
}: {
  readonly text: string;
  readonly language: string | undefined;
}) {
  const tree = useMemo(
    () =>
      language !== undefined && lowlight.registered(language) ? lowlight.highlight(language, text).children : undefined,
    [text, language],
  );
  return tree ? nodes(tree) : text;
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
