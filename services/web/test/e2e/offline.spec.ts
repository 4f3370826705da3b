import type { Page } from "@playwright/test";
import { expect, test, untilLive } from "./fixtures";
import { expectLog, row, write } from "./screen";

/** What a browser notes while there is no network. */
const OFFLINE = [/WebSocket connection to .* failed/, /net::ERR_INTERNET_DISCONNECTED/];
const BEFORE = "Still on the train";
const LINES = ["First, offline", "Second, offline", "Third, offline"];

test("what is written offline survives a reload there, and is sent once, in order, when the network is back", async ({
  world,
}) => {
  world.allow(...OFFLINE);
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const hers = await world.inChannel(maya, channel);
  const his = await world.inChannel(ben, channel);
  await write(hers, BEFORE);
  await expect(row(his, BEFORE)).toBeVisible();
  await untilKept(hers);

  // Chromium then refuses requests and new sockets, lets an open one live on without a frame passing, and says `offline`.
  await hers.context().setOffline(true);
  await expect(hers.locator("html")).toHaveAttribute("data-link", "offline");
  for (const line of LINES) await write(hers, line);
  for (const line of LINES) await expect(row(hers, line)).toBeVisible();

  // Nothing but this device answers now: the page, what was read, and what is to be sent.
  await hers.reload();
  for (const line of [BEFORE, ...LINES]) await expect(row(hers, line)).toBeVisible();
  await ben.say(channel.id, "Where are you?");
  await expect(row(his, "Where are you?")).toBeVisible();
  for (const line of LINES) await expect(row(his, line)).toHaveCount(0);

  await hers.context().setOffline(false);
  await untilLive(hers);
  await expect(row(hers, "Where are you?")).toBeVisible();
  await expect.poll(async () => (await maya.history(channel.id)).length).toBe(LINES.length + 2);
  const log = await maya.history(channel.id);
  expect(log.map((message) => message.body)).toEqual([BEFORE, "Where are you?", ...LINES]);
  await expectLog(hers, log);
  await expectLog(his, log);
});

/** Waits until the service worker has the whole client and answers for this page. */
async function untilKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const container = navigator.serviceWorker;
    await container.ready;
    if (container.controller) return;
    await new Promise((resolve) => container.addEventListener("controllerchange", resolve, { once: true }));
  });
}
