import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { AVATAR_COLOURS } from "./avatar";

const css = readFileSync(new URL("../index.css", import.meta.url), "utf8");

function tokens(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(selector)).split("}", 1)[0] ?? "";
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((match) => [match[1], match[2]]));
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const TEXT = 4.5;
const PART = 3;
const surfaces = ["canvas", "sidebar", "raised", "hover"];
const pairs: [string, string, number][] = [
  ...surfaces.flatMap((surface): [string, string, number][] => [
    ["ink", surface, 7],
    ["muted", surface, TEXT],
    ["subtle", surface, TEXT],
    ["accent-ink", surface, TEXT],
    ["link", surface, TEXT],
    ["danger", surface, TEXT],
    ["ok", surface, TEXT],
    ["line-strong", surface, PART],
    ["online", surface, PART],
    ["away", surface, PART],
    ["busy", surface, PART],
  ]),
  // Rows are drawn on these too: the one that was jumped to, one that names me, the chosen one.
  ...["selected", "mention", "self-row"].flatMap((surface): [string, string, number][] => [
    ["muted", surface, TEXT],
    ["subtle", surface, TEXT],
    ["accent-ink", surface, TEXT],
    ["link", surface, TEXT],
    ["danger", surface, TEXT],
    ["ok", surface, TEXT],
  ]),
  ["ink", "line", 7],
  ["muted", "rail", TEXT],
  ["subtle", "rail", TEXT],
  ["on-accent", "accent", TEXT],
  ["on-danger", "danger", TEXT],
  ["ink", "selected", TEXT],
  ["ink", "mention", 7],
  ["ink", "self-row", 7],
  ["ink", "code", 7],
  ["muted", "code", TEXT],
  ["accent-ink", "code", TEXT],
  ["ok", "code", TEXT],
  ["link", "code", TEXT],
];

describe.each([
  ["light", ":root {"],
  ["dark", ':root[data-theme="dark"] {'],
])("in the %s theme", (_name, selector) => {
  const palette = tokens(selector);
  test.each(pairs)("%s on %s reaches %d : 1", (ink, surface, least) => {
    expect(contrast(palette[ink] ?? "", palette[surface] ?? "")).toBeGreaterThanOrEqual(least);
  });
});

test("white initials can be read on every avatar colour", () => {
  for (const colour of AVATAR_COLOURS) expect(contrast("#ffffff", colour)).toBeGreaterThanOrEqual(TEXT);
});
