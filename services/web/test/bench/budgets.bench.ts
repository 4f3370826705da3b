import { gzipSync } from "node:zlib";
import type { CDPSession, Page } from "@playwright/test";
import { quantile } from "../../src/metrics/record";
import { channelPath, expect, test } from "../e2e/fixtures";
import { unique } from "../e2e/people";
import { composer, feed, row } from "../e2e/screen";

/**
 * Prints what a running cluster's client takes, beside what it may take. To be read; only missing screens fail it.
 * Only the edge compresses what it sends: leave HUBBUB_E2E_URL out, and the machine alone.
 */
test.describe.configure({ timeout: 300_000 });

const KB = 1024;
/** "4G" as browsers' tools mean it, on a phone four times as slow as this machine. */
const FOUR_G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * KB * KB) / 8,
  uploadThroughput: (750 * KB) / 8,
};
const SLOWER = 4;
const SWITCHES = 20;
const KEYS = 40;

const tell = (what: string, is: string, budget: string) =>
  console.log(`${what.padEnd(44)} ${is.padStart(24)}   budget ${budget}`);
const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const spread = (values: readonly number[]) => `p50 ${ms(quantile(values, 0.5))} p95 ${ms(quantile(values, 0.95))}`;

async function cdp(page: Page): Promise<CDPSession> {
  return await page.context().newCDPSession(page);
}

/** Heap after everything that can be collected is. */
async function heap(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / KB / KB;
}

/** What the page had loaded of scripts at a time in ms, in KB as gzip packs them. */
async function scripts(page: Page, until: number): Promise<number> {
  const urls = await page.evaluate((at) => {
    const loads = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    return loads.filter(({ responseEnd }) => responseEnd <= at).map(({ name }) => name);
  }, until);
  let bytes = 0;
  for (const url of new Set(urls.filter((one) => new URL(one).pathname.endsWith(".js")))) {
    bytes += gzipSync(await (await page.request.get(url)).body(), { level: 9 }).length;
  }
  return bytes / KB;
}

const fcp = (page: Page) =>
  page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN);

/** The page says by itself when its first rows were painted: whoever asks from outside makes work that is measured too. */
const FIRST_ROWS = "first rows";
const noteFirstRows = (page: Page) =>
  page.addInitScript((word) => {
    const say = () => {
      performance.mark(word);
      console.debug(word);
    };
    const look = () => {
      if (document.querySelector("[role='feed'] article")) requestAnimationFrame(() => setTimeout(say));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, FIRST_ROWS);
/** When they were painted, in ms from the start of what `go` loads. */
async function firstRows(page: Page, go: () => Promise<unknown>): Promise<number> {
  const said = page.waitForEvent("console", { predicate: (one) => one.text() === FIRST_ROWS, timeout: 60_000 });
  await go();
  await said;
  return await page.evaluate((word) => performance.getEntriesByName(word)[0]?.startTime ?? Number.NaN, FIRST_ROWS);
}

test("cold and warm start", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  await people[0].sayAll(
    channel.id,
    Array.from({ length: 30 }, (_, index) => `message ${index}`),
  );
  const page = await world.at(people[0], "/icons/hubbub.svg");
  const session = await cdp(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", FOUR_G);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await noteFirstRows(page);

  const usable = await firstRows(page, () => page.goto(channelPath(channel)));
  await expect(row(page, "message 29")).toBeVisible({ timeout: 60_000 });
  tell("FCP, cold, 4G, CPU / 4", ms(await fcp(page)), "1,800 ms");
  tell("usable (rows), cold, 4G, CPU / 4", ms(usable), "2,500 ms");
  tell("JS until then, gzip", `${(await scripts(page, usable)).toFixed(0)} KB`, "240 KB");

  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await page
    .waitForFunction(() => navigator.serviceWorker?.controller != null, undefined, { timeout: 60_000 })
    .catch(() => undefined);
  tell("rows, warm, 4G", ms(await firstRows(page, () => page.reload())), "500 ms");
  await expect(row(page, "message 29")).toBeVisible();
});

test("switching channels, and the heap after it", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen");
  const [maya] = people;
  const others = await Promise.all(
    Array.from({ length: 10 }, () => world.channel(workspace, maya, { name: unique("room"), members: people })),
  );
  const channels = [channel, ...others];
  for (const one of channels)
    await maya.sayAll(
      one.id,
      Array.from({ length: 25 }, (_, index) => `${one.name} ${index}`),
    );
  const page = await world.inChannel(maya, channel);
  await expect(row(page, `${channel.name} 24`)).toBeVisible();
  const session = await cdp(page);
  const before = await heap(session);

  const go = (id: string) =>
    page.evaluate(async (wanted) => {
      const link = document.querySelector<HTMLElement>(`a[href$="/c/${wanted}"]`);
      const old = document.querySelector("[role='feed']");
      const start = performance.now();
      link?.click();
      await new Promise<void>((done) => {
        const look = () => {
          const list = document.querySelector("[role='feed']");
          if (list && list !== old && list.querySelector("article")) requestAnimationFrame(() => done());
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      return performance.now() - start;
    }, id);
  const first: number[] = [];
  for (const one of others) first.push(await go(one.id));
  const again: number[] = [];
  for (let index = 0; index < SWITCHES; index++) again.push(await go(channels[index % channels.length]?.id ?? ""));
  for (let index = 0; index < 50 - SWITCHES - others.length; index++)
    await go(channels[index % channels.length]?.id ?? "");
  tell("channel switch, not loaded", spread(first), "p95 300 ms");
  tell("channel switch, loaded", spread(again), "p95 100 ms");
  tell("heap before / after 50 switches", `${before.toFixed(0)} / ${(await heap(session)).toFixed(0)} MB`, "120 MB");
});

test("keys, sending, and what others send", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  await maya.sayAll(
    channel.id,
    Array.from({ length: 50 }, (_, index) => `message ${index}`),
  );
  const page = await world.inChannel(maya, channel);
  await expect(row(page, "message 49")).toBeVisible();
  const session = await cdp(page);
  await session.send("Performance.enable");
  const busy = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1_000;
  };
  await composer(page).focus();
  await page.keyboard.type("warm up ");
  const start = await busy();
  for (let index = 0; index < KEYS; index++) await page.keyboard.press("a");
  tell("main thread per key in the composer", ms(((await busy()) - start) / KEYS), "8 ms");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");

  await page.waitForFunction(() => window.hubbub !== undefined);
  for (let index = 0; index < SWITCHES; index++) {
    await composer(page).fill(`mine ${index}`);
    await composer(page).press("Enter");
    await expect(row(feed(page), `mine ${index}`).last()).toBeVisible();
    await ben.say(channel.id, `theirs ${index}`);
    await expect(row(feed(page), `theirs ${index}`).last()).toBeVisible();
  }
  const taken = await page.evaluate(() => window.hubbub?.metrics() ?? {});
  const shown = (name: string) => {
    const one = taken[name];
    return one ? `p50 ${ms(one.p50)} p95 ${ms(one.p95)}` : "none";
  };
  tell("Enter until my row", shown("send_to_row"), "16 ms + the frame");
  tell("frame until another's row", shown("event_to_row"), "50 ms");
  tell("INP", shown("inp"), "p75 100 ms (field)");
  tell("long tasks", `${taken["long_task"]?.count ?? 0}, most ${ms(taken["long_task"]?.most ?? 0)}`, "-");
});
