import { expect, it } from "vitest";
import { clock } from "./clock";

it("a call's length is read as on a clock", () => {
  expect([0, 999, 65_000, 3_600_000, 3_729_500].map(clock)).toEqual(["0:00", "0:00", "1:05", "1:00:00", "1:02:09"]);
  expect(clock(-5)).toBe("0:00");
});
