import openapiTS, { astToString } from "openapi-typescript";

const CONTRACT = new URL("../../../crates/protocol/openapi.json", import.meta.url);
export const SCHEMA = new URL("../src/api/schema.ts", import.meta.url);

/** The TypeScript types of the contract. */
export async function generate() {
  const types = astToString(await openapiTS(CONTRACT, { alphabetize: true }));
  return `// Written by scripts/gen-api.mjs from crates/protocol/openapi.json.\n${types}`;
}
