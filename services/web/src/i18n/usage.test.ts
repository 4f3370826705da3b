// @vitest-environment jsdom
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { ApiError, explain, explainCode } from "../api/problem";
import { startI18n } from ".";
import en from "./en";
import chat from "./en/chat";
import later from "./en/later";

const SRC = join(import.meta.dirname, "..");

/** Every key, a plural being one. */
function keysOf(tree: object, path = ""): readonly string[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === "string" ? [path + name.replace(/_(one|other)$/, "")] : keysOf(value, `${path}${name}.`),
  );
}

const keys = [...new Set(keysOf({ ...en, ...chat, ...later }))];

const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.endsWith("schema.ts"))
  .map((path) => readFileSync(join(SRC, path), "utf8"));
const code = sources.join("\n");

/** What stands in quotes or backticks and looks like a key; `${…}` in it can be anything. */
const literals = new Set(
  [...code.matchAll(/["'`]([a-z]\w*(?:\.[\w]+|\.?\$\{[^}`]*\})+)["'`]/g)].map((found) => found[1]),
);
const patterns = [...literals]
  .filter((literal) => literal?.includes("${"))
  .map((literal) => new RegExp(`^${(literal ?? "").replaceAll(".", "\\.").replace(/\$\{[^}]*\}/g, "[\\w-]+")}$`));

beforeAll(() => startI18n("en"));

test("every text is used somewhere", () => {
  const unused = keys.filter((key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
});

test("every text that is asked for is there", () => {
  const asked = [...code.matchAll(/\bt\(\s*["'`]([\w.]+)["'`]/g)].map((found) => found[1] ?? "");
  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter((key) => !keys.includes(key))).toEqual([]);
});

test("every refusal of the server is told in the person's language", () => {
  const schema = readFileSync(join(SRC, "api/schema.ts"), "utf8");
  const codes = [...(/ErrorCode: ("[^;]*);/.exec(schema)?.[1] ?? "").matchAll(/"(\w+)"/g)].map(
    (found) => found[1] ?? "",
  );
  expect(codes).toContain("rate_limited");
  expect(codes.filter((one) => explainCode(one, "untold") === "untold")).toEqual([]);
});

test("a code of a newer server is told in the server's own words", () => {
  const problem = { code: "brand_new", title: "Something new" } as unknown as ApiError["problem"];
  expect(explain(new ApiError(problem))).toBe("Something new");
});
