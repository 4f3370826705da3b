import { expect, test } from "vitest";
import { localField, untilOf } from "./until";

const NOW = new Date("2026-11-20T14:02:00.000Z");

test("a span ends so much later", () => {
  expect(untilOf("never", "", NOW)).toBeNull();
  expect(untilOf("halfHour", "", NOW)).toBe("2026-11-20T14:32:00.000Z");
  expect(untilOf("hour", "", NOW)).toBe("2026-11-20T15:02:00.000Z");
});

test("today ends with the day of this device", () => {
  const end = new Date(untilOf("today", "", NOW) ?? "");
  expect([end.getDate(), end.getHours(), end.getMinutes()]).toEqual([NOW.getDate(), 23, 59]);
  expect(end.getTime()).toBeGreaterThan(NOW.getTime());
});

test("a moment of one's own must be to come", () => {
  const later = new Date(NOW.getTime() + 90 * 60_000);
  expect(untilOf("custom", localField(later), NOW)).toBe(later.toISOString());
  expect(untilOf("custom", localField(NOW), NOW)).toBeUndefined();
  expect(untilOf("custom", "", NOW)).toBeUndefined();
});
