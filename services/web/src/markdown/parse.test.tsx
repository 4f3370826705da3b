// @vitest-environment jsdom
import { render } from "@testing-library/react";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Markdown } from "./Markdown";
import { parse, plainText, safeHref } from "./parse";

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

describe("Markdown", () => {
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
