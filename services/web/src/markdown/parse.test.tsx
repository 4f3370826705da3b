// @vitest-environment jsdom
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fireEvent, render } from "@testing-library/react";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Markdown } from "./Markdown";
import { lex, type MentionRange, parse, plainText, safeHref } from "./parse";

interface Case {
  readonly body: string;
  readonly found: readonly string[];
}

const MARKS = /[\uE000\uE001]/;

function range(body: string, at: number, text: string): MentionRange {
  const start = [...body.slice(0, at)].length;
  return { user_id: "u", start, end: start + text.length };
}

const ALLOWED = new Set([
  "SECTION",
  "DIV",
  "P",
  "BLOCKQUOTE",
  "UL",
  "OL",
  "LI",
  "INPUT",
  "PRE",
  "CODE",
  "HR",
  "TABLE",
  "THEAD",
  "TBODY",
  "TR",
  "TH",
  "TD",
  "STRONG",
  "EM",
  "DEL",
  "BR",
  "A",
  "SPAN",
  // Of ours: copying code, folding.
  "BUTTON",
  "svg",
  "path",
  "rect",
]);

function check(body: string) {
  const { container, unmount } = render(<Markdown body={body} />);
  for (const element of container.querySelectorAll("*")) {
    expect(ALLOWED).toContain(element.tagName);
    for (const attribute of element.getAttributeNames()) expect(attribute.startsWith("on")).toBe(false);
    const href = element.getAttribute("href");
    if (href !== null) expect(safeHref(href)).toBe(href);
  }
  unmount();
}

// Hundreds of trees are drawn: on a busy machine that takes a while, and how long is not what is tested.
describe("Markdown", { timeout: 60_000 }, () => {
  test("draws nothing outside the allow-list, whatever is written", () => {
    const piece = fc.constantFrom(
      "<img src=x onerror=alert(1)>",
      "<script>alert(1)</script>",
      "[a](javascript:alert(1))",
      "[b](data:text/html,x)",
      "![c](https://x.example/a.png)",
      "<svg onload=alert(1)>",
      "[d](  jAvAsCrIpT:x)",
      "**",
      "`",
      "> ",
      "- ",
      "1. ",
      "|a|b|\n|-|-|\n|c|d|",
      "\n\n",
      "```js\n",
      "https://a.example",
      "# ",
      "\u202e",
      "&#x6a;",
      "[e][f]\n\n[f]: vbscript:x",
      "文字",
      '<a href="javascript:1">',
      "~~",
      "$",
      "$$\n",
      "\\href{javascript:alert(1)}{x}",
      ":tada:",
      "[https://bank.example](https://evil.example)",
      "[x](https://xn--80ak6aa92e.example)",
      "[y](//evil.example)",
      "[z](https://user:pass@evil.example)",
      "- [ ] ",
      "\u2028",
      "\ue000" + "0" + "\ue001",
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }).map((parts) => parts.join("")),
        check,
      ),
      { numRuns: 200 },
    );
  });

  test("shows HTML as the text it is", () => {
    const { container } = render(<Markdown body={"<b>bold</b>"} />);
    expect(container.textContent).toBe("<b>bold</b>");
    expect(container.querySelector("b")).toBeNull();
  });

  test("finds mentions by the server's ranges, in code points, in any script", () => {
    const body = "🎉@王小明麻烦看下 **@amara**";
    const { container } = render(
      <Markdown
        body={body}
        me="u2"
        mentions={[
          { user_id: "u1", start: 1, end: 5 },
          { user_id: "u2", start: 12, end: 18 },
        ]}
      />,
    );
    const found = [...container.querySelectorAll(".mention")].map((element) => [
      element.textContent,
      element.className,
    ]);
    expect(found).toEqual([
      ["@王小明", "mention"],
      ["@amara", "mention mention-me"],
    ]);
  });

  test("takes lines of mathematics as one formula, whatever they begin with", () => {
    const nodes = parse("so:\n\n$$\na\n- b\n= c\n$$\n\nthen", []);
    expect(nodes.map((node) => node.type).filter((type) => type !== "space")).toEqual([
      "paragraph",
      "math",
      "paragraph",
    ]);
    expect(nodes.find((node) => node.type === "math")).toMatchObject({ text: "a\n- b\n= c", display: true });
  });

  test("shows where a link leads when its text says something else", () => {
    const { container } = render(
      <Markdown body={"[bank.example](https://evil.example/x) [here](https://evil.example) <https://a.example>"} />,
    );
    expect([...container.querySelectorAll("a")].map((link) => link.textContent)).toEqual([
      "bank.example (evil.example)",
      "here",
      "https://a.example",
    ]);
    for (const link of container.querySelectorAll("a")) expect(link.rel).toBe("noopener noreferrer nofollow");
  });

  test("folds a long body, and shows all of it when asked", async () => {
    const body = `${"word ".repeat(2_000)}end`;
    const { container, getByRole } = render(<Markdown body={body} />);
    expect(container.textContent).not.toContain("end");
    fireEvent.click(getByRole("button", { expanded: false }));
    expect(container.textContent).toContain("end");
  });

  test("shows a few emoji large, and code and tables so that keys can scroll them", () => {
    const large = render(<Markdown body="🎉🎉" />);
    expect(large.container.querySelector(".markdown-large")).not.toBeNull();
    const { container } = render(<Markdown body={"|a|\n|-|\n|b|\n\n```js\nlet a;\n```"} />);
    const scrolls = [...container.querySelectorAll("section")];
    expect(scrolls.length).toBe(2);
    for (const section of scrolls) {
      expect(section.tabIndex).toBe(0);
      expect(section).toHaveAttribute("aria-label");
    }
  });

  // The same cases that the server's own reading is held by: both agree on what a mention is.
  const CASES = "../../../../crates/domain/src/mention/cases.json";
  const cases = JSON.parse(readFileSync(join(import.meta.dirname, CASES), "utf8")) as Case[];

  test.each(cases.map((one) => [one.body, one] as const))("agrees with the server about %j", (body, { found }) => {
    let from = 0;
    const ranges = found.map((text) => {
      const at = body.indexOf(text, from);
      from = at + text.length;
      return range(body, at, text);
    });
    const { container } = render(<Markdown body={body} mentions={ranges} />);
    expect([...container.querySelectorAll(".mention")].map((one) => one.textContent)).toEqual(found);
    expect(container.textContent).not.toMatch(MARKS);
  });

  test.each(cases.map(({ body }) => [body]))("keeps the text of %j wherever it is told of mentions", (body) => {
    const ranges = [...body.matchAll(/@(?:bob|eve|here)/gi)].map((match) => range(body, match.index, match[0]));
    const told = render(<Markdown body={body} mentions={ranges} />).container;
    const plain = render(<Markdown body={body} />).container;
    expect(told.innerHTML).not.toMatch(MARKS);
    if (!body.includes("://") && !body.includes("\\")) expect(told.textContent).toBe(plain.textContent);
  });

  test("does not take prices for mathematics", () => {
    expect(
      parse("from $5 to $10", [])
        .flatMap((token) => ("tokens" in token ? (token.tokens ?? []) : []))
        .map((token) => token.type),
    ).toEqual(["text"]);
  });

  test("takes hostile depth and length without throwing", () => {
    for (const body of [
      "[".repeat(2_000),
      "*".repeat(4_000),
      `${"> ".repeat(500)}x`,
      "`".repeat(3_001),
      "- ".repeat(300),
      "($".repeat(1_500),
    ]) {
      expect(() => parse(body, [])).not.toThrow();
    }
  });
});

test.each([
  ["https://hubbub.example/a", true],
  ["mailto:a@b.example", true],
  ["javascript:alert(1)", false],
  ["java\nscript:alert(1)", false],
  ["https://user:pass@evil.example", false],
  ["file:///etc/passwd", false],
  ["//evil.example", false],
])("%s leads somewhere: %s", (href, safe) => {
  expect(safeHref(href) !== undefined).toBe(safe);
});

test("plain text is what a person would read out", () => {
  expect(plainText(parse("**Hi** `x` [there](https://a.example)\n\n> quoted", [])).trim().replaceAll(/\s+/g, " ")).toBe(
    "Hi x there quoted",
  );
});

describe("a plain line", () => {
  const fields = (nodes: readonly unknown[] | undefined): unknown =>
    nodes?.map((node) => {
      const { type, raw, text, tokens } = node as Record<string, unknown>;
      return { type, raw, text, tokens: fields(tokens as unknown[] | undefined) };
    });
  const same = (body: string) => {
    expect(fields(parse(body, []))).toEqual(fields(lex(body, [])));
  };

  test("is to the lexer what it is without it", () => {
    const words = [
      "hello",
      "e.g.",
      "www.example.org",
      "it's",
      "(well)",
      "…",
      "消息",
      "a-b",
      "1.",
      "2)",
      "x = y",
      "no!",
      "50%",
    ];
    const marks = [
      "#",
      ">",
      "-",
      "+",
      "=",
      "--",
      "a/b",
      '"q"',
      "{x}",
      "?",
      ";",
      " ",
      "  ",
      "\u00a0",
      "\u2028",
      ".",
      "...",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words, ...marks), { maxLength: 8 }), fc.boolean(), (parts, spaced) =>
        same(parts.join(spaced ? " " : "")),
      ),
      { numRuns: 3_000 },
    );
    fc.assert(fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 20 }), same), { numRuns: 3_000 });
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 20 }), same), { numRuns: 1_000 });
  });
});
