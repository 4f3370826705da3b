import type { Page } from "@playwright/test";
import type {} from "./list";
import { expect, test } from "./stage";

/** Figures beside their budgets. They depend on the machine, so nothing fails here: `npm run bench`. */
test.describe.configure({ mode: "serial", timeout: 180_000 });

const HISTORY = 10_000;

test("scrolling ten thousand rows", async ({ list }) => {
  await list.evaluate((count) => window.bench.open({ count }), HISTORY);
  const slow = await scroll(list, 60);
  print("frame while scrolling, p50", slow.p50, "≤ 17 ms");
  print("frame while scrolling, p95", slow.p95, "< 25 ms");
  await list.evaluate(() => window.bench.toEnd());
  const fast = await scroll(list, 400);
  print("blank at 400 px a frame", fast.blank * 100, "< 1 %");
  print("elements", await list.evaluate(() => document.querySelectorAll("*").length), "< 1800");
});

test("200 events a second into the open channel, for a minute", async ({ list }) => {
  await list.evaluate(() => window.bench.open({ count: 200 }));
  const tasks = await tasksOf(list, async () => {
    const { sent, lastShown } = await list.evaluate(() => window.bench.flood(200, 60));
    expect(lastShown).toBe(true);
    print("events", sent, "12000");
  });
  print("tasks of more than 50 ms of work", tasks.filter((ms) => ms > 50).length, "0");
  print("longest task, work alone", Math.max(0, ...tasks), "≤ 50 ms");
});

test("going from channel to channel", async ({ list }) => {
  const times = (await list.evaluate(() => window.bench.switchTimes(40))).sort((a, b) => a - b);
  print("switch to a cached channel, p50", at(times, 0.5), "-");
  print("switch to a cached channel, p95", at(times, 0.95), "< 100 ms");
});

/** Scrolls up by so many px in each frame; blank is the share of frames in which part of the viewport had no row. */
async function scroll(page: Page, px: number): Promise<{ p50: number; p95: number; blank: number }> {
  const { frames, blank } = await page.evaluate(async (step) => {
    const scroller = window.bench.scroller();
    const box = scroller.getBoundingClientRect();
    const took: number[] = [];
    let empty = 0;
    let before = performance.now();
    for (let index = 0; index < 300; index++) {
      scroller.scrollTop -= step;
      await window.bench.frames(1);
      const now = performance.now();
      took.push(now - before);
      before = now;
      const covered = [box.top + 2, box.top + box.height / 2, box.bottom - 2].every(
        (y) => document.elementFromPoint(box.left + box.width / 2, y)?.closest("article") !== null,
      );
      if (!covered) empty++;
    }
    return { frames: took, blank: empty / took.length };
  }, px);
  frames.sort((a, b) => a - b);
  return { p50: at(frames, 0.5), p95: at(frames, 0.95), blank };
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Time on a core, in µs: what a busy machine adds by waiting is not in it. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** The time on a core of every task of the page's main thread while something happened, in ms. */
async function tasksOf(page: Page, happen: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error("the page has no browser");
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise((done) => session.once("Tracing.tracingComplete", done));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["toplevel"] },
  });
  await happen();
  await session.send("Tracing.end");
  await complete;
  const named = events.filter((event) => event.name === "thread_name" && event.args.name === "CrRendererMain");
  const main = new Set(named.map(({ pid, tid }) => `${pid} ${tid}`));
  return events
    .filter((event) => event.name.endsWith("RunTask") && main.has(`${event.pid} ${event.tid}`))
    .map((event) => (event.tdur ?? 0) / 1_000);
}

const at = (sorted: readonly number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

function print(what: string, value: number, budget: string): void {
  console.log(`${what.padEnd(36)} ${value.toFixed(1).padStart(9)}   budget ${budget}`);
}
