import { expect, test } from "vitest";
import { codeOf, linkOf } from "./invite-terms";

test("a code is found in a link, in a part of one, and alone", () => {
  expect(codeOf(linkOf("aB3_-x", "https://chat.example.org"))).toBe("aB3_-x");
  expect(codeOf("  chat.example.org/invite/aB3_-x?from=mail ")).toBe("aB3_-x");
  expect(codeOf("/invite/aB3_-x")).toBe("aB3_-x");
  expect(codeOf("aB3_-x")).toBe("aB3_-x");
});

test("what is no invitation has no code", () => {
  expect(codeOf("")).toBeUndefined();
  expect(codeOf("https://example.org/about")).toBeUndefined();
  expect(codeOf("two words")).toBeUndefined();
});
