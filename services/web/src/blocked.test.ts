import { afterEach, expect, test } from "vitest";
import { isBlocked, useBlocked } from "./blocked";

afterEach(() => useBlocked.getState().begin([]));

test("what was looked at is folded away again when the list changes", () => {
  const { begin, change, open } = useBlocked.getState();
  begin(["ben"]);
  open("m1");
  expect(useBlocked.getState().opened.has("m1")).toBe(true);
  change("sofia", true);
  expect([isBlocked("ben"), isBlocked("sofia"), useBlocked.getState().opened.size]).toEqual([true, true, 0]);
  change("ben", false);
  expect(isBlocked("ben")).toBe(false);
});
