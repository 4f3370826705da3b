import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plain } from "./plain";

/** Where a part stands in a text, in code points. */
function spot(text: string, part: string): readonly number[] {
  const start = [...text.slice(0, text.indexOf(part))].length;
  return [start, start + [...part].length];
}

/** What is marked of a body in which these parts were found. */
function marked(body: string, ...parts: readonly string[]): readonly string[] {
  const { text, highlights } = plain(
    body,
    parts.map((part) => spot(body, part)),
  );
  return highlights.map(([start = 0, end = 0]) => [...text].slice(start, end).join(""));
}

describe("a message as plain text", () => {
  test("is what it says, without the signs", () => {
    expect(plain("**Ship** it [today](https://a.example) with `make`", []).text).toBe("Ship it today with make");
    expect(plain("# Plan\n\n- one\n- two\n\n> three\n> four", []).text).toBe("Plan\none\ntwo\nthree\nfour");
    expect(plain("```rust\nfn main() {}\n```", []).text).toBe("fn main() {}");
    expect(plain("2 \\* 3", []).text).toBe("2 * 3");
  });

  test("keeps the marks on what was found", () => {
    expect(marked("👩‍💻 **Ship** the _naïve_ plan", "Ship", "naïve")).toEqual(["Ship", "naïve"]);
    expect(marked("[today](https://today.example) today", "today")).toEqual(["today"]);
    expect(marked("> one\n> two three", "three")).toEqual(["three"]);
    expect(marked("**今天**天气很好", "天气")).toEqual(["天气"]);
    expect(marked("- a\n  - `needle`", "needle")).toEqual(["needle"]);
  });

  test("marks nothing for what is not shown", () => {
    expect(marked("[here](https://needle.example)", "needle")).toEqual([]);
  });

  test("marks no more than was found, whatever was written", () => {
    const unit = fc.constantFrom("a", "b", " ", "\n", "*", "_", "`", "> ", "- ", "[", "](x)", "|", "国", "👩");
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 40 }), fc.nat(40), fc.nat(10), (units, from, length) => {
        const body = units.join("");
        const points = [...body];
        const end = Math.min(points.length, from + length);
        const { text, highlights } = plain(body, from < end ? [[from, end]] : []);
        const shown = [...text];
        let last = -1;
        for (const [start = 0, stop = 0] of highlights) {
          expect(start).toBeGreaterThan(last);
          expect(stop).toBeGreaterThan(start);
          expect(stop).toBeLessThanOrEqual(shown.length);
          const there = points.slice(from, end);
          for (const one of shown.slice(start, stop)) expect(there).toContain(one);
          last = stop;
        }
      }),
    );
  });
});
