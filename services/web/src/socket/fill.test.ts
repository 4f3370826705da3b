import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type EventsPage, type HoleParts, Holes } from "./fill";
import type { LogFrame } from "./frames";
import { type Feed, openFeed, take } from "./positions";

const frame = (seq: number): LogFrame => ({ type: "void", channel: "c", seq, data: {} });
const page = (seqs: readonly number[], head_seq: number, epoch = 1): EventsPage => ({
  events: seqs.map(frame),
  head_seq,
  epoch,
});

let feed: Feed;
let filled: number;
let hopeless: number;

beforeEach(() => {
  vi.useFakeTimers();
  feed = take(openFeed(1, 1), [frame(5)]).feed;
  [filled, hopeless] = [0, 0];
});
afterEach(() => {
  vi.useRealTimers();
});

function holes(...asks: HoleParts["asks"]): Holes {
  return new Holes({
    asks,
    feed: () => feed,
    take: (events) => {
      feed = take(feed, events).feed;
    },
    filled: () => filled++,
    hopeless: () => hopeless++,
  });
}

test("a hole is closed page by page, and what was held follows", async () => {
  const ask = vi.fn(async (_channel: string, after: number) => page(after === 1 ? [2, 3] : [4], 5));
  holes(ask).fill("c");
  await vi.runAllTimersAsync();
  expect(ask.mock.calls).toEqual([
    ["c", 1],
    ["c", 3],
  ]);
  expect(feed).toMatchObject({ seq: 5, hold: [] });
  expect([filled, hopeless]).toEqual([1, 0]);
});

test("it is asked for once, however many events show it", async () => {
  const ask = vi.fn(async () => page([2, 3, 4, 5], 5));
  const all = holes(ask);
  for (let times = 0; times < 5; times++) all.fill("c");
  await vi.runAllTimersAsync();
  expect(ask).toHaveBeenCalledOnce();
});

test("who has nothing is asked again later, three times; then the channel is read instead", async () => {
  const ask = vi.fn(async () => page([], 1));
  holes(ask).fill("c");
  await vi.advanceTimersByTimeAsync(2_999);
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.runAllTimersAsync();
  expect(ask).toHaveBeenCalledTimes(3);
  expect([filled, hopeless]).toEqual([0, 1]);
});

test("events that are gone, or of another life, are not waited for", async () => {
  holes(() => Promise.reject({ code: "events_gone" })).fill("c");
  await vi.runAllTimersAsync();
  holes(async () => page([2, 3, 4], 5, 2)).fill("c");
  await vi.runAllTimersAsync();
  expect([filled, hopeless]).toEqual([0, 2]);
});

test("when nobody can be reached nothing is given up: the resume that follows closes it", async () => {
  const lost = () => Promise.reject(new Error("lost"));
  holes(lost, lost).fill("c");
  await vi.runAllTimersAsync();
  expect([filled, hopeless]).toEqual([0, 0]);
  expect(feed.seq).toBe(1);
});
