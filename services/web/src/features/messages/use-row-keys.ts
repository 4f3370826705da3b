import { type RefObject, useEffect, useRef } from "react";
import type { IdAt } from "../shortcuts/keys";
import { shortcutOf } from "../shortcuts/registry";

/** What the letters do while the row's article itself has the focus; what a row does not offer it leaves out. */
export type RowKeys = { readonly [id in IdAt<"list">]?: (() => void) | undefined };

export function useRowKeys(root: RefObject<HTMLElement | null>, keys: RowKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const article = root.current?.closest("article");
    if (!article) return;
    const onKeyDown = (event: KeyboardEvent) => {
      // In a field or on a button of the row, a letter is a letter.
      if (event.target !== article || event.defaultPrevented) return;
      const id = shortcutOf(event, "list");
      const run = id === undefined ? undefined : latest.current[id];
      if (!run) return;
      event.preventDefault();
      run();
    };
    article.addEventListener("keydown", onKeyDown);
    return () => article.removeEventListener("keydown", onKeyDown);
  }, [root]);
}
