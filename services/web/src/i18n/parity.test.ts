import { expect, test } from "vitest";
import en from "./en";
import chat from "./en/chat";
import later from "./en/later";
import zh from "./zh";

/** Every key with the names of its placeholders. A plural form is one key: Chinese has only `_other`. */
function keys(tree: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(tree)) {
    const key = path + name.replace(/_(one|other)$/, "");
    if (typeof value === "string") {
      const names = [...value.matchAll(/\{\{(\w+)/g)].map((match) => match[1]).sort();
      found.set(key, names.join(","));
    } else {
      for (const [inner, names] of keys(value, `${key}.`)) found.set(inner, names);
    }
  }
  return found;
}

test("English and Chinese have the same keys with the same placeholders", () => {
  expect(Object.fromEntries(keys(zh))).toEqual(Object.fromEntries(keys({ ...en, ...chat, ...later })));
});
