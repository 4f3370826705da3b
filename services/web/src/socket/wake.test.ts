import { beforeEach, expect, test } from "vitest";
import type { Connection } from "./connection";
import { CLOCK_MS, ClockWatch, type Surface, watchWaking } from "./wake";

class Page extends EventTarget {
  hidden = false;
}

let page: Page;
let view: EventTarget;
let network: EventTarget;
let clock: number;
let tick: () => void;
let stopped: boolean;
let calls: string[];
let stop: () => void;

beforeEach(() => {
  [page, view, network, clock, stopped, calls] = [new Page(), new EventTarget(), new EventTarget(), 0, false, []];
  const connection = {
    wake: (reason: string) => calls.push(reason),
    connectNow: () => calls.push("connect"),
    offline: () => calls.push("offline"),
    sleep: () => calls.push("sleep"),
  } as unknown as Connection;
  const at: Surface = {
    document: page,
    window: view,
    network,
    now: () => clock,
    every: (_ms, run) => {
      tick = run;
      return () => {
        stopped = true;
      };
    },
  };
  stop = watchWaking(connection, () => calls.push("save"), at);
});

const happens = (target: EventTarget, type: string, fields: object = {}) =>
  target.dispatchEvent(Object.assign(new Event(type), fields));

test("whatever wakes a page looks for its connection", () => {
  happens(page, "visibilitychange");
  happens(view, "focus");
  happens(page, "resume");
  happens(network, "change");
  expect(calls).toEqual(["visible", "focus", "resume", "network"]);
});

test("a network that is back, and a page that was put away, connect at once", () => {
  happens(view, "online");
  happens(view, "pageshow", { persisted: true });
  happens(view, "pageshow", { persisted: false });
  happens(view, "offline");
  expect(calls).toEqual(["connect", "connect", "offline"]);
});

test("before it is hidden, frozen or put away a page saves what it shows, and lets go of its socket", () => {
  page.hidden = true;
  happens(page, "visibilitychange");
  happens(page, "freeze");
  happens(view, "pagehide");
  expect(calls).toEqual(["save", "save", "sleep", "save", "sleep"]);
});

test("a clock that jumped means that the machine slept", () => {
  for (const passed of [CLOCK_MS, CLOCK_MS + 5_000, CLOCK_MS + 31_000, CLOCK_MS]) {
    clock += passed;
    tick();
  }
  expect(calls).toEqual(["clock"]);
  const watch = new ClockWatch(0);
  expect(watch.slept(-60_000)).toBe(true);
});

test("nothing is listened to any more when it is over", () => {
  stop();
  for (const type of ["focus", "online", "pagehide"]) happens(view, type);
  happens(page, "visibilitychange");
  expect(calls).toEqual([]);
  expect(stopped).toBe(true);
});
