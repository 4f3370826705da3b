// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { IDLE_MS, Idle } from "./idle";

const told: boolean[] = [];
let idle: Idle;

beforeEach(() => {
  vi.useFakeTimers();
  told.length = 0;
  idle = new Idle({ now: Date.now, tell: (now) => told.push(now) });
  idle.start();
});

afterEach(() => {
  idle.stop();
  vi.useRealTimers();
});

const touch = () => window.dispatchEvent(new Event("keydown"));

test("who touches nothing for ten minutes is away, and back with the first touch", () => {
  vi.advanceTimersByTime(IDLE_MS - 1_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([true]);
  expect(idle.isIdle).toBe(true);
  touch();
  touch();
  expect(told).toEqual([true, false]);
});

test("who touches something now and then is never away", () => {
  for (let minutes = 0; minutes < 60; minutes += 9) {
    vi.advanceTimersByTime(9 * 60_000);
    touch();
  }
  expect(told).toEqual([]);
});

test("nothing is told once it has stopped", () => {
  idle.stop();
  vi.advanceTimersByTime(2 * IDLE_MS);
  touch();
  expect(told).toEqual([]);
});
