import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
// @ts-expect-error a script, without types of its own
import { generate, SCHEMA } from "../../scripts/schema.mjs";

test("the types are those of the contract (else: npm run api)", async () => {
  expect(await readFile(SCHEMA, "utf8")).toBe(await generate());
});
