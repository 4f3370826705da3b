import { expect, test } from "vitest";
import { bornAt } from "./born";

test("an id of version 7 tells its moment", () => {
  expect(bornAt("01890a5d-ac96-774b-bcce-b302099a8057")).toBe(0x01890a5dac96);
});

test("other ids tell nothing", () => {
  expect(bornAt("9b2e4f10-1111-4111-8111-111111111111")).toBeUndefined();
  expect(bornAt("c1")).toBeUndefined();
});
