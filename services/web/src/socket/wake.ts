import type { Connection } from "./connection";

/** How often the clock is looked at, and how much later than that it may be before the page must have slept. */
export const CLOCK_MS = 10_000;
export const DRIFT_MS = 30_000;

/** Tells a page that slept: its timers stood still while the clock went on. Pure; the caller ticks it. */
export class ClockWatch {
  private last: number;

  constructor(now: number) {
    this.last = now;
  }

  /** Whether more time has passed since the last tick than a waking page lets pass. */
  slept(now: number): boolean {
    const drift = Math.abs(now - this.last - CLOCK_MS);
    this.last = now;
    return drift > DRIFT_MS;
  }
}

/** What the watch listens to; the browser's own outside of tests. */
export interface Surface {
  readonly document: EventTarget & { readonly hidden: boolean };
  readonly window: EventTarget;
  /** Only Chromium tells when the network is another. */
  readonly network: EventTarget | undefined;
  now(): number;
  every(ms: number, run: () => void): () => void;
}

/**
 * What makes a sleeping page look again; only the probe that follows can be trusted on every browser. `leave` is called
 * before the page is frozen or goes into the back-forward cache, which an open socket would keep it out of.
 */
export function watchWaking(connection: Connection, leave: () => void, at: Surface = browserSurface()): () => void {
  const on = (target: EventTarget, type: string, run: (event: Event) => void) => {
    target.addEventListener(type, run);
    return () => target.removeEventListener(type, run);
  };
  const sleep = () => {
    leave();
    connection.sleep();
  };
  const clock = new ClockWatch(at.now());
  const stops = [
    on(at.document, "visibilitychange", () => (at.document.hidden ? leave() : connection.wake("visible"))),
    on(at.document, "freeze", sleep),
    on(at.document, "resume", () => connection.wake("resume")),
    on(at.window, "focus", () => connection.wake("focus")),
    on(at.window, "online", () => connection.connectNow()),
    on(at.window, "offline", () => connection.offline()),
    on(at.window, "pagehide", sleep),
    on(at.window, "pageshow", (event) => {
      if ((event as PageTransitionEvent).persisted) connection.connectNow();
    }),
    at.every(CLOCK_MS, () => clock.slept(at.now()) && connection.wake("clock")),
  ];
  if (at.network) stops.push(on(at.network, "change", () => connection.wake("network")));
  return () => {
    for (const stop of stops) stop();
  };
}

function browserSurface(): Surface {
  return {
    document,
    window,
    network: (navigator as { connection?: EventTarget }).connection,
    now: Date.now,
    every: (ms, run) => {
      const timer = setInterval(run, ms);
      return () => clearInterval(timer);
    },
  };
}
