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
  const { sent, lastShown, longTasks } = await list.evaluate(() => window.bench.flood(200, 60));
  expect(lastShown).toBe(true);
  print("events", sent, "12000");
  print("tasks of more than 50 ms", longTasks.length, "0");
  print("longest task", Math.max(0, ...longTasks), "≤ 50 ms");
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

const at = (sorted: readonly number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

function print(what: string, value: number, budget: string): void {
  console.log(`${what.padEnd(36)} ${value.toFixed(1).padStart(9)}   budget ${budget}`);
}
