import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { user } from "../../../test/factories";
import { complete, queryAt, suggestPeople } from "./autocomplete";
import { insertLink, isInsideFence, linkOver, newLine, toggleAround } from "./format";
import { bytesLeft, bytesOf, MOST_BYTES, snippetName } from "./limit";
import { type Clipboard, readPaste } from "./paste";
import { replaced } from "./replaced";
import { trimmed } from "./send";
import { moved } from "./use-tray";

describe("autocomplete", () => {
  test.each([
    ["hello @wa", { trigger: "@", at: 6, text: "wa" }],
    ["＠王", { trigger: "@", at: 0, text: "王" }],
    ["请@王", { trigger: "@", at: 1, text: "王" }],
    ["#gen", { trigger: "#", at: 0, text: "gen" }],
    ["看＃工", { trigger: "#", at: 1, text: "工" }],
    [":ro", { trigger: ":", at: 0, text: "ro" }],
    ["好 ：笑", { trigger: ":", at: 2, text: "笑" }],
  ])("opens in %j", (text, query) => {
    expect(queryAt(text, text.length)).toEqual(query);
  });

  test.each(["mail@example", "10:30", "a @b c", "", ":)", ":D", "他说：你好", "他说:你好", "see/@wa", "#a b"])(
    "stays shut in %j",
    (text) => {
      expect(queryAt(text, text.length)).toBeUndefined();
    },
  );

  const people = [
    user({ id: "1", handle: "wanda", display_name: "Wanda K." }),
    user({ id: "2", handle: "rene", display_name: "René Wagner" }),
    user({ id: "3", handle: "bo", display_name: "Bo" }),
  ];
  const around = { members: new Set(["2"]), membersComplete: true, everyone: true, me: "3" };
  const found = (query: string, change = {}) => suggestPeople(query, people, { ...around, ...change });

  test("finds people by any word of their name, accents or not, those in the channel first", () => {
    expect(found("wa").map((one) => one.key)).toEqual(["2", "1"]);
    expect(found("René").map((one) => one.key)).toEqual(["2"]);
  });

  test("says who is not in the channel, when that is known", () => {
    expect(found("wa").map((one) => one.kind === "person" && one.here)).toEqual([true, false]);
    expect(found("wanda", { membersComplete: false })[0]).toMatchObject({ here: undefined });
  });

  test("offers everybody after the people, and oneself last", () => {
    expect(found("").map((one) => one.key)).toEqual(["2", "1", "3", "channel", "here"]);
    expect(found("her").map((one) => one.insert)).toEqual(["@here"]);
    expect(found("her", { everyone: false })).toEqual([]);
  });

  test.each([
    ["hi @wa| there", "@wang", "hi @wang |there"],
    ["@wa|", "@wang", "@wang |"],
    ["请@王|看", "@wang", "请 @wang |看"],
    ["＠王|", "@wang", "@wang |"],
    ["(@wa|)", "@wang", "(@wang |)"],
    ["好：笑|", "😄", "好😄 |"],
  ])("makes %j of it with %j: %j, so that the server finds it", (before, put, after) => {
    const caret = before.indexOf("|");
    const text = before.replace("|", "");
    const query = queryAt(text, caret) ?? { trigger: ":" as const, at: 1, text: "笑" };
    const done = complete(text, query, caret, { insert: put });
    expect(`${done.text.slice(0, done.caret)}|${done.text.slice(done.caret)}`).toBe(after);
  });
});

/** `[` and `]` stand for the selection. */
function at(text: string): readonly [string, number, number] {
  const start = text.indexOf("[");
  const end = text.indexOf("]") - 1;
  return [text.replace("[", "").replace("]", ""), start, end];
}
const show = ({ text, start, end }: { text: string; start: number; end: number }) =>
  `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;

describe("formatting", () => {
  test.each([
    ["make [this] bold", "**", "make **[this]** bold"],
    ["make **[this]** bold", "**", "make [this] bold"],
    ["make [**this**] bold", "**", "make [this] bold"],
    ["**[this]**", "*", "***[this]***"],
    ["***[this]***", "*", "**[this]**"],
    ["a[ b ]c", "*", "a *[b]* c"],
    ["[]", "~~", "~~[]~~"],
    ["[a\nb]", "`", "```\n[a\nb]\n```"],
    ["x [a\nb] y", "$", "x \n$$\n[a\nb]\n$$\n y"],
  ] as const)("%j with %s becomes %j", (before, mark, after) => {
    expect(show(toggleAround(...at(before), mark))).toBe(after);
  });

  test("goes on and off again, wherever it is done", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(20), fc.nat(20), fc.constantFrom("**", "~~"), (text, from, length, mark) => {
        fc.pre(!text.includes("*") && !text.includes("~"));
        const start = Math.min(from, text.length);
        const on = toggleAround(text, start, Math.min(start + length, text.length), mark);
        expect(toggleAround(on.text, on.start, on.end, mark).text).toBe(text);
      }),
    );
  });

  test.each([
    ["see [docs]", "see [docs]([https://])"],
    ["see [https://a.example]", "see [[]](https://a.example)"],
    ["[]", "[[]](https://)"],
  ])("a link of %j is %j", (before, after) => {
    expect(show(insertLink(...at(before)))).toBe(after);
  });

  test("makes a link of a selection that an address is pasted over", () => {
    expect(linkOver("see docs", 4, 8, "https://a.example/(x)")?.text).toBe("see [docs](https://a.example/%28x%29)");
    for (const [text, end, href] of [
      ["see docs", 4, "https://a.example"],
      ["see docs", 8, "javascript:x"],
      ["see http://b.example", 20, "https://a.example"],
    ] as const) {
      expect(linkOver(text, 4, end, href)).toBeUndefined();
    }
  });

  test.each([
    ["- a[]", "- a\n- []"],
    ["  9. a[]", "  9. a\n  10. []"],
    ["> a[]", "> a\n> []"],
    ["- a\n- []", "- a\n[]"],
    ["a[]b", "a\n[]b"],
    ["```\n- a[]", "```\n- a\n[]"],
  ])("a new line in %j gives %j", (before, after) => {
    expect(show(newLine(...at(before)))).toBe(after);
  });

  test("a new task is not done yet", () => {
    expect(newLine("- [x] a", 7, 7).text).toBe("- [x] a\n- [ ] ");
  });

  test("knows whether a code block is open", () => {
    const text = "a\n```rs\nb\n```\nc";
    expect([1, 9, text.length].map((caret) => isInsideFence(text, caret))).toEqual([false, true, false]);
  });
});

describe("what is replaced in the field", () => {
  test("gives the new text, and never half of a character", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "王", "👍", "👎", "é") });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { from, to, put } = replaced(before, after);
        expect(before.slice(0, from) + put + before.slice(to)).toBe(after);
        for (const part of [before.slice(0, from), put, before.slice(to)]) expect(part.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe("the limit", () => {
  test("counts bytes, and says so only near the end", () => {
    expect(bytesLeft("a".repeat(15_000))).toBeUndefined();
    expect(bytesLeft("王".repeat(5_400))).toBe(MOST_BYTES - 16_200);
    expect(bytesLeft("👍".repeat(4_097))).toBe(-4);
    expect(bytesOf("é".repeat(10_000))).toBe(20_000);
  });

  test("is never reported short: what counts as near is counted", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 4_000, maxLength: 9_000 }), (text) => {
        const exact = new TextEncoder().encode(text).length;
        if (exact > MOST_BYTES - 1_024) expect(bytesOf(text)).toBe(exact);
      }),
      { numRuns: 20 },
    );
  });

  test("names a snippet after its day and kind", () => {
    const now = new Date(2026, 10, 20, 9, 5);
    expect(snippetName("hello", now)).toBe("snippet-2026-11-20-0905.txt");
    expect(snippetName('{"a": 1}', now)).toBe("snippet-2026-11-20-0905.json");
  });
});

describe("a paste", () => {
  const picture = new File(["x"], "image.png", { type: "image/png" });
  const clipboard = (data: Record<string, string>, files: readonly File[] = []): Clipboard => ({
    files,
    types: Object.keys(data),
    getData: (type) => data[type] ?? "",
  });
  const kindOf = (data: Record<string, string>, files: readonly File[] = [], text = "", end = 0) =>
    readPaste(clipboard(data, files), text, 0, end).kind;

  test("of a picture is a file, though it brings its <img> along", () => {
    expect(kindOf({}, [picture])).toBe("files");
    expect(kindOf({ "text/html": '<meta charset="utf-8"><img src="x">' }, [picture])).toBe("files");
  });
  test("of a table is text, though it brings a picture of itself along", () => {
    expect(kindOf({ "text/plain": "a\tb", "text/html": "<table><tr><td>a" }, [picture])).toBe("html");
  });
  test("of an address over a word is a link", () => {
    expect(kindOf({ "text/plain": "https://a.example" }, [], "docs", 4)).toBe("link");
  });
  test("of what only looks different stays plain", () => {
    expect(kindOf({ "text/plain": "a", "text/html": '<span style="color:red">a</span>' })).toBe("plain");
    expect(kindOf({ "text/plain": "a", "text/html": "<b>a</b>", "vscode-editor-data": "{}" })).toBe("plain");
  });
  test("of a book asks first", () => {
    expect(kindOf({ "text/plain": "a".repeat(MOST_BYTES + 1) })).toBe("long");
  });
});

test("what is sent has no blank lines around it, and keeps its indent", () => {
  expect(trimmed("\n  \n    code\n\n")).toBe("    code");
});

test("files move to where they are put", () => {
  const file = (key: string) => ({ key }) as Parameters<typeof moved>[0][number];
  const order = (to: number) => moved(["a", "b", "c"].map(file), "b", to).map((one) => one.key);
  expect([order(0), order(2), order(-1), order(9)].map((keys) => keys.join(""))).toEqual(["bac", "acb", "bac", "acb"]);
});
