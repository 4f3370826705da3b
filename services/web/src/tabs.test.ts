import { afterEach, expect, test, vi } from "vitest";
import { lead, withLock } from "./locks";
import { Tabs } from "./tabs";

/** One holder at a time, in the order of asking: what the browser does between tabs. */
class FakeLocks {
  private tail: Promise<unknown> = Promise.resolve();

  request(_name: string, ...rest: unknown[]): Promise<unknown> {
    const run = rest.at(-1) as () => Promise<unknown>;
    const { signal } = (rest.length > 1 ? rest[0] : {}) as { signal?: AbortSignal };
    const turn = this.tail.then(() => {
      if (signal?.aborted) throw new DOMException("let go", "AbortError");
      return run();
    });
    this.tail = turn.catch(() => undefined);
    return turn;
  }
}

afterEach(() => vi.unstubAllGlobals());

const soon = () => new Promise((resolve) => setTimeout(resolve, 0));

test("tabs of one person hear each other, not themselves, and nobody else's", async () => {
  const tabs = [new Tabs("maya"), new Tabs("maya"), new Tabs("ben")];
  const heard: string[] = [];
  const stops = tabs.map((tab, index) => tab.on("theme", (theme) => heard.push(`${index}: ${theme}`)));
  tabs[0]?.tell("theme", "dark");
  await vi.waitFor(() => expect(heard).toEqual(["1: dark"]));
  stops[1]?.();
  tabs[0]?.tell("theme", "light");
  tabs[1]?.tell("signedOut", null);
  await soon();
  expect(heard).toEqual(["1: dark"]);
  for (const tab of tabs) tab.close();
});

test("one tab leads; the next one when it is gone", async () => {
  vi.stubGlobal("navigator", { locks: new FakeLocks() });
  const leads: string[] = [];
  const join = (name: string) =>
    lead("sender", () => {
      leads.push(`${name} begins`);
      return () => leads.push(`${name} ends`);
    });
  const leave = [join("first"), join("second"), join("third")];
  await soon();
  expect(leads).toEqual(["first begins"]);
  // Who leaves the queue never begins.
  leave[1]?.();
  leave[0]?.();
  await soon();
  expect(leads).toEqual(["first begins", "first ends", "third begins"]);
});

test("what is done under a lock is done one after the other", async () => {
  vi.stubGlobal("navigator", { locks: new FakeLocks() });
  const steps: string[] = [];
  const work = (name: string) => async () => {
    steps.push(`${name} begins`);
    await soon();
    steps.push(`${name} ends`);
  };
  await Promise.all([withLock("refresh", work("a")), withLock("refresh", work("b"))]);
  expect(steps).toEqual(["a begins", "a ends", "b begins", "b ends"]);
});

test("where there are no locks, every tab leads", () => {
  vi.stubGlobal("navigator", {});
  const end = vi.fn();
  lead("sender", () => end)();
  expect(end).toHaveBeenCalledOnce();
});
