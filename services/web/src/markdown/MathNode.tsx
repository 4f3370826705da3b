import "katex/dist/katex.min.css";
import katex from "katex";
import { useLayoutEffect, useRef } from "react";

/** KaTeX builds its nodes itself (no HTML string), with the limits that keep a hostile formula small. */
export default function MathNode({ text, display }: { readonly text: string; readonly display: boolean }) {
  const host = useRef<HTMLSpanElement>(null);
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
  return <span ref={host} className={display ? "math math-display" : "math"} />;
}
