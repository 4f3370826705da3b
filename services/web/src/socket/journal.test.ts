import { expect, test } from "vitest";
import type { LogFrame } from "./frames";
import { Journal, KEPT_FRAMES } from "./journal";

const frames = (from: number, to: number): LogFrame[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ type: "void", channel: "c", seq: from + index, data: {} }));

test("what followed a seq is known, or known not to be known", () => {
  const journal = new Journal();
  journal.note("c", frames(5, 9));
  expect(journal.after("c", 6, 9)?.map((frame) => frame.seq)).toEqual([7, 8, 9]);
  expect(journal.after("c", 9, 9)).toEqual([]);
  expect(journal.after("c", 12, 9)).toEqual([]);
  expect(journal.after("c", 3, 9)).toBeUndefined();
  expect(journal.after("d", 3, 9)).toBeUndefined();
});

test("only so much is kept, and nothing of another life", () => {
  const journal = new Journal();
  journal.note("c", frames(1, KEPT_FRAMES + 10));
  expect(journal.after("c", 9, KEPT_FRAMES + 10)).toBeUndefined();
  expect(journal.after("c", 10, KEPT_FRAMES + 10)).toHaveLength(KEPT_FRAMES);
  journal.forget("c");
  expect(journal.after("c", KEPT_FRAMES, KEPT_FRAMES + 10)).toBeUndefined();
});
