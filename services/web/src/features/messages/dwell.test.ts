import { describe, expect, test } from "vitest";
import { DWELL_MS, Dwell } from "./dwell";

describe("dwelling on rows", () => {
  test("counts a row as read once it was in sight for half a second, and not before", () => {
    const dwell = new Dwell();
    dwell.see([4, 5], 1_000);
    expect(dwell.read(1_000 + DWELL_MS - 1)).toBe(0);
    expect(dwell.next(0, 1_100)).toBe(DWELL_MS - 100);
    expect(dwell.read(1_000 + DWELL_MS)).toBe(5);
  });

  test("begins anew when a row was out of sight, or nobody looked", () => {
    const dwell = new Dwell();
    dwell.see([5], 0);
    dwell.see([4], 200);
    dwell.see([4, 5], 400);
    expect(dwell.read(700)).toBe(4);
    dwell.lookAway();
    dwell.see([4, 5], 800);
    expect(dwell.read(1_200)).toBe(0);
  });

  test("is not held up by rows that keep coming", () => {
    const dwell = new Dwell();
    for (let no = 1; no <= 20; no++) dwell.see([no - 2, no - 1, no], no * 300);
    expect(dwell.read(20 * 300)).toBe(18);
  });
});
