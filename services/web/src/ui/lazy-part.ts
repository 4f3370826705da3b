import { type ComponentType, lazy } from "react";
import { moreTexts } from "../i18n";

/** A component that is loaded when it is first drawn, with the texts of such parts. Goes inside `LazyPart`. */
export function lazyPart<P>(load: () => Promise<ComponentType<P>>) {
  return lazy(async () => {
    const [part] = await Promise.all([load(), moreTexts()]);
    return { default: part };
  });
}
