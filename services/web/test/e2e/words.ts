import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export type Words = (key: string, values?: Readonly<Record<string, string | number>>) => string;

type Tree = { readonly [key: string]: string | Tree };

/** The client's own texts, so that a test says what it looks for in either language and is not another copy of them. */
export function words(locale: "en" | "zh"): Words {
  const folder = fileURLToPath(new URL(`../../src/i18n/${locale}/`, import.meta.url));
  const texts: Record<string, Tree> = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    texts[file.slice(0, -".json".length)] = JSON.parse(readFileSync(folder + file, "utf8")) as Tree;
  }
  const plurals = new Intl.PluralRules(locale);
  return (key, values = {}) => {
    const count = values["count"];
    const text =
      find(texts, key) ?? (typeof count === "number" ? find(texts, `${key}_${plurals.select(count)}`) : undefined);
    if (text === undefined) throw new Error(`no text ${key} in ${locale}`);
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => String(values[name]));
  };
}

function find(texts: Tree, key: string): string | undefined {
  let at: string | Tree | undefined = texts;
  for (const part of key.split(".")) at = typeof at === "object" ? at[part] : undefined;
  return typeof at === "string" ? at : undefined;
}
