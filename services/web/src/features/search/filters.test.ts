import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { excerpt } from "./excerpt";
import { dayFilter, filterOf, filtersOf, withFilter, withoutFilter } from "./filters";

describe("filters in a query", () => {
  test("are read, and everything else is words", () => {
    const q = 'deploy from:@maya in:"two words" HAS:file https://a.b -from after:2026-01-31';
    expect(filtersOf(q).map(({ name, value }) => [name, value])).toEqual([
      ["from", "@maya"],
      ["in", "two words"],
      ["has", "file"],
      ["after", "2026-01-31"],
    ]);
    expect(filterOf(q, "has")).toBe("file");
  });

  test("are put in, replaced and taken away without touching the words", () => {
    const q = withFilter("deploy  now", ["from"], "from", "@maya");
    expect(q).toBe("deploy now from:@maya");
    expect(withFilter(q, ["from"], "from", "@ben")).toBe("deploy now from:@ben");
    expect(withFilter(q, ["from"], "from", "")).toBe("deploy now");
    expect(withFilter("", ["in"], "in", "two words")).toBe('in:"two words"');
    expect(withoutFilter('a "b c" has:file', ({ name }) => name === "has")).toBe('a "b c"');
  });

  test("count days in the local time", () => {
    expect(dayFilter(new Date(2026, 0, 5, 23, 59).getTime())).toBe("2026-01-05");
  });
});

/** One, two and several code units, and half a pair. */
const LETTERS = fc.constantFrom("a", " ", "…", "é", "e\u0301", "国", "👩", "👩‍💻", "\ud83d");

describe("an excerpt", () => {
  test("shows what was found, in code points", () => {
    const parts = excerpt("👩‍💻 a naïve plan", [[6, 11]], 80);
    expect(parts.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(["naïve"]);
  });

  test("of a long body is around the first place", () => {
    const body = `${"x".repeat(500)} needle ${"y".repeat(500)}`;
    const parts = excerpt(body, [[501, 507]], 120);
    expect(parts.map(({ text }) => text).join("")).toMatch(/^…x+ needle y+…$/);
  });

  test("never shows what is not there, and all of what is short", () => {
    const spans = fc.array(fc.nat(60), { maxLength: 6 }).map((cuts) => {
      const sorted = [...new Set(cuts)].sort((a, b) => a - b);
      return sorted.flatMap((start, index) =>
        index % 2 === 0 && sorted[index + 1] !== undefined ? [[start, sorted[index + 1] ?? start]] : [],
      );
    });
    fc.assert(
      fc.property(
        fc.string({ unit: LETTERS, maxLength: 80 }),
        spans,
        fc.integer({ min: 1, max: 90 }),
        (body, highlights, most) => {
          const shown = excerpt(body, highlights, most)
            .map(({ text }) => text)
            .join("");
          if ([...body].length <= most) expect(shown).toBe(body);
          else expect(body).toContain(shown.replaceAll(/^…|…$/g, ""));
        },
      ),
    );
  });
});
