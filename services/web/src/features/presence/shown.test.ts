import { expect, test } from "vitest";
import type { Status } from "../../api/types";
import { still } from "./shown";

const status: Status = {
  presence: "dnd",
  text: "In a meeting",
  emoji: "📅",
  expires_at: "2026-11-20T15:00:00.000Z",
  last_seen_at: null,
};
const END = Date.parse("2026-11-20T15:00:00.000Z");

test("a status is shown until its time is over", () => {
  expect(still(status, END - 1)).toBe(status);
  expect(still(status, END)).toEqual({ ...status, text: null, emoji: null, expires_at: null });
});

test("a status without an end stays", () => {
  const lasting = { ...status, expires_at: null };
  expect(still(lasting, END * 2)).toBe(lasting);
});
