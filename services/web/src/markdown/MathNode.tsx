import "katex/dist/katex.min.css";
import katex from "katex";
import { useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

/** KaTeX builds its nodes itself (no HTML string), with the limits that keep a hostile formula small. */
export default function MathNode({ text, display }: { readonly text: string; readonly display: boolean }) {
  const { t } = useTranslation();
  const host = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (!host.current) return;
    katex.render(text, host.current, {
      displayMode: display,
      throwOnError: false,
      trust: false,
      maxExpand: 200,
      maxSize: 20,
      strict: "ignore",
    });
  }, [text, display]);
  if (!display) return <span ref={host} className="math" />;
  // A long formula scrolls, so the keyboard must reach it; KaTeX says it in MathML.
  return <section ref={host} className="math math-display" tabIndex={0} aria-label={t("messages.formula")} />;
}
