import { expect, test } from "vitest";
import * as make from "../../../test/factories";
import { isQuiet, WEEK, type Weekday } from "./quiet";

const quiet = (now: string, zone: string, days: readonly Weekday[], from: string, to: string) =>
  isQuiet({ ...make.me().notifications, schedule: { days: [...days], from, to } }, zone, Date.parse(now));

test("a night belongs to the day on which it begins", () => {
  // 2026-11-23 is a Monday.
  const at = (now: string) => quiet(now, "Europe/Berlin", ["mon", "fri"], "22:00", "07:00");
  expect(at("2026-11-23T20:59:00Z")).toBe(false);
  expect(at("2026-11-23T21:00:00Z")).toBe(true);
  expect(at("2026-11-24T05:59:00Z")).toBe(true);
  expect(at("2026-11-24T06:00:00Z")).toBe(false);
  expect(at("2026-11-24T21:00:00Z")).toBe(false);
  expect(at("2026-11-28T03:00:00Z")).toBe(true);
});

test("hours within a day, and the same time twice, hold as they say", () => {
  expect(quiet("2026-11-25T01:00:00Z", "Asia/Shanghai", ["wed"], "09:00", "12:00")).toBe(true);
  expect(quiet("2026-11-25T04:00:00Z", "Asia/Shanghai", ["wed"], "09:00", "12:00")).toBe(false);
  expect(quiet("2026-11-28T13:00:00Z", "UTC", ["sat"], "00:00", "00:00")).toBe(true);
  expect(quiet("2026-11-29T00:00:00Z", "UTC", ["sat"], "00:00", "00:00")).toBe(false);
});

test("the clocks of the zone decide when they are put forward", () => {
  const at = (now: string) => quiet(now, "Europe/Berlin", WEEK, "22:00", "07:00");
  expect(at("2026-03-29T04:59:00Z")).toBe(true);
  expect(at("2026-03-29T05:00:00Z")).toBe(false);
  expect(quiet("2026-11-25T23:00:00Z", "Mars/Olympus", WEEK, "22:00", "07:00")).toBe(true);
});

test("a pause holds until it is over, whatever the hour", () => {
  const settings = { ...make.me().notifications, snoozed_until: "2026-11-25T15:00:00.000Z" };
  expect(isQuiet(settings, "UTC", Date.parse("2026-11-25T14:59:59Z"))).toBe(true);
  expect(isQuiet(settings, "UTC", Date.parse("2026-11-25T15:00:00Z"))).toBe(false);
});
