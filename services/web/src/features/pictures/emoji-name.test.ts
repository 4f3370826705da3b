import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packEmojis } from "../../../emoji-plugin";
import { emojiName } from "./emoji-name";

test.each([
  ["Party Parrot.gif", "party_parrot"],
  ["café.png", "cafe"],
  ["C++.webp", "c++"],
  ["猫.png", ""],
  ["--a--b--.png", "a--b"],
  ["no-extension", "no-extension"],
  [`${"long".repeat(20)}.png`, "long".repeat(8)],
])("%s suggests %s", (file, name) => {
  expect(emojiName(file)).toBe(name);
});

test("no standard name can be taken on the server", () => {
  const list = join(import.meta.dirname, "../../../../../crates/domain/src/emoji/shortcodes.txt");
  const reserved = new Set(readFileSync(list, "utf8").split("\n"));
  const standard = packEmojis("en")
    .emojis.flatMap(([, , , , , shortcodes]) => shortcodes.split(" "))
    .filter((name) => name.length >= 2 && name.length <= 32);
  expect(standard.length).toBeGreaterThan(1_500);
  expect(standard.filter((name) => !reserved.has(name))).toEqual([]);
});
