// Writes src/api/schema.ts from the contract. `npm run api` after the contract has changed.
import { writeFile } from "node:fs/promises";
import { generate, SCHEMA } from "./schema.mjs";

await writeFile(SCHEMA, await generate());
