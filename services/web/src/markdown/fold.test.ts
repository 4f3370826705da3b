import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FOLD_CHARACTERS, FOLD_LINES, foldAt, isEmojiOnly } from "./fold";

describe("a long body", { timeout: 60_000 }, () => {
  test("is folded at the end of a line", () => {
    const body = `${"word ".repeat(700)}\n${"word ".repeat(700)}`;
    expect(foldAt(body)).toBe(3_500);
  });

  test("with many short lines is folded by its height", () => {
    const lines = Array.from({ length: 200 }, (_, at) => `${at}`).join("\n");
    const at = foldAt(lines) ?? 0;
    expect(lines.slice(0, at).split("\n").length).toBe(FOLD_LINES);
  });

  test("that only ends in empty lines is shown whole", () => {
    expect(foldAt(`hello${"\n".repeat(300)}`)).toBeUndefined();
  });

  test("is never cut within a character, and a short one never at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 6_000, size: "max" }), (body) => {
        const at = foldAt(body);
        const isShort = body.length <= FOLD_CHARACTERS && body.split("\n").length <= FOLD_LINES;
        if (isShort) expect(at).toBeUndefined();
        expect(at ?? 0).toBeLessThanOrEqual(FOLD_CHARACTERS);
        expect(body.slice(0, at).isWellFormed()).toBe(true);
      }),
      { numRuns: 60 },
    );
    const pair = `${"a".repeat(FOLD_CHARACTERS - 1)}😀${"b".repeat(50)}`;
    expect(pair.slice(0, foldAt(pair)).isWellFormed()).toBe(true);
  });
});

test.each([
  [":party:", true],
  ["🎉 :party: :party:🎉", true],
  [":party: yes", false],
  [":unknown:", false],
  ["at 10:30:45", false],
])("%s, with an emoji of one's own, is shown large: %s", (body, large) => {
  expect(isEmojiOnly(body, new Map([["party", true]]))).toBe(large);
});

test.each([
  ["👍", true],
  ["🎉 🎉", true],
  ["❤️", true],
  ["👨‍👩‍👧‍👦🇫🇷", true],
  ["👍🏽", true],
  ["1️⃣", true],
  ["🏳️‍🌈", true],
  ["👍 yes", false],
  ["123", false],
  ["©", false],
  ["", false],
  ["好", false],
  ["🎉".repeat(13), false],
])("%s is shown large: %s", (body, large) => {
  expect(isEmojiOnly(body)).toBe(large);
});
