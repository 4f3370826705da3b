import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { APART_MS, MOST, Report, SOON_MS } from "./report";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function reporting(send = async (_latencies: readonly number[]): Promise<void> => undefined) {
  const sent = vi.fn(send);
  return { sent, report: new Report({ now: () => performance.now(), send: sent }) };
}

test("what was measured is told soon, together, and then nothing more", () => {
  const { sent, report } = reporting();
  report.add(5);
  vi.advanceTimersByTime(SOON_MS - 1);
  report.add(6);
  expect(sent).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(sent.mock.calls).toEqual([[[5, 6]]]);
  vi.advanceTimersByTime(10 * APART_MS);
  expect(sent).toHaveBeenCalledTimes(1);
});

test("two reports lie a minute apart, and none has more than a hundred", () => {
  const { sent, report } = reporting();
  report.add(1);
  vi.advanceTimersByTime(SOON_MS);
  for (let ms = 0; ms < MOST + 20; ms++) report.add(ms);
  vi.advanceTimersByTime(APART_MS - 1);
  expect(sent).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(sent.mock.calls[1]?.[0]).toHaveLength(MOST);
});

test("after a quiet hour the first message is told soon again", () => {
  const { sent, report } = reporting();
  report.add(1);
  vi.advanceTimersByTime(3_600_000);
  report.add(2);
  vi.advanceTimersByTime(SOON_MS);
  expect(sent).toHaveBeenCalledTimes(2);
});

test("a server that does not take it is not asked again for it", async () => {
  const { sent, report } = reporting(() => Promise.reject(new Error("503")));
  report.add(1);
  await vi.advanceTimersByTimeAsync(SOON_MS);
  report.add(2);
  await vi.advanceTimersByTimeAsync(APART_MS);
  expect(sent.mock.calls).toEqual([[[1]], [[2]]]);
});

test("nothing is told after the end", () => {
  const { sent, report } = reporting();
  report.add(1);
  report.stop();
  vi.advanceTimersByTime(APART_MS);
  expect(sent).not.toHaveBeenCalled();
});
