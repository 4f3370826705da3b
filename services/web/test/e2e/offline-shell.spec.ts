import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { baseUrl } from "./cluster";
import { channelPath, expect, test, untilLive } from "./fixtures";
import { expectLog, row, write } from "./screen";

/** The page, its parts and the last rows are on the device: from now on no network is needed. */
async function untilKept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
}

test("without a network the page starts, shows the last rows and takes what is written", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  await ben.sayAll(channel.id, ["before the tunnel"]);
  const page = await world.inChannel(maya, channel);
  await expect(row(page, "before the tunnel")).toBeVisible();
  await untilKept(page);
  world.allow(/Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket/);
  await page.context().setOffline(true);
  await page.reload();
  await expect(row(page, "before the tunnel")).toBeVisible();
  await expect(page.getByText("You are offline")).toBeVisible();
  await write(page, "written in the tunnel");
  await expect(row(page, "written in the tunnel")).toBeVisible();
  await ben.say(channel.id, "said meanwhile");

  await page.context().setOffline(false);
  await untilLive(page);
  await expect(row(page, "said meanwhile")).toBeVisible();
  await expect.poll(async () => (await ben.history(channel.id)).at(-1)?.body).toBe("written in the tunnel");
  await expectLog(page, await maya.history(channel.id));
});

test("signing out leaves nothing on the device, and closes the other tabs too", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const [maya] = people;
  await maya.say(channel.id, "a secret");
  const page = await world.inChannel(maya, channel);
  await expect(row(page, "a secret")).toBeVisible();
  const other = await world.tab(page);
  await untilLive(other);
  world.allow(/status of 401/);
  await page
    .getByRole("button", { name: /Maya Chen/ })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/sign-in/);
  await expect(other).toHaveURL(/sign-in/);
  // The page may be loaded anew while it is asked.
  await expect(async () => {
    const names = await page.evaluate(async () => (await indexedDB.databases()).map((one) => one.name));
    expect(names).not.toContain(`hubbub-${maya.id}`);
  }).toPass({ timeout: 15_000 });
  await page.goto(channelPath(channel));
  await expect(page).toHaveURL(/sign-in/);
});

/** The edge with another build behind it, as after an update: only the service worker tells. */
class Updated {
  private build = 1;
  private readonly server: Server = createServer((asked, answer) => {
    const {
      "accept-encoding": _encoding,
      "if-none-match": _tag,
      "if-modified-since": _since,
      ...asking
    } = asked.headers;
    const upstream = request(new URL(asked.url ?? "/", baseUrl()), { method: asked.method ?? "GET", headers: asking });
    upstream.on("response", (response) => {
      const isWorker = asked.url === "/sw.js";
      const { "content-length": _length, etag: _etag, ...headers } = response.headers;
      answer.writeHead(response.statusCode ?? 502, isWorker ? headers : response.headers);
      if (!isWorker) return response.pipe(answer);
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => answer.end(`${Buffer.concat(parts)}\n// build ${this.build}`));
    });
    upstream.on("error", () => answer.destroy());
    asked.pipe(upstream);
  });

  async open(): Promise<string> {
    await new Promise<void>((listening) => this.server.listen(0, "127.0.0.1", listening));
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  update(): void {
    this.build += 1;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

test("a new build is offered when nobody is writing, and starts in all tabs at once", async ({ world }) => {
  const edge = new Updated();
  const origin = await edge.open();
  try {
    const page = await world.stranger(`${origin}/sign-in`);
    await untilKept(page);
    const other = await world.tab(page);
    await untilKept(other);
    for (const tab of [page, other]) await tab.evaluate(() => Object.assign(window, { old: true }));
    const isOld = (tab: Page) => tab.evaluate(() => "old" in window);

    await page.bringToFront();
    const field = page.getByRole("textbox").first();
    await field.fill("half a sentence");
    edge.update();
    const waits = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        await registration?.update();
        return Boolean(registration?.waiting);
      });
    await expect.poll(waits).toBe(true);
    await expect(page.getByText("A new version of Hubbub is ready.")).toHaveCount(0);
    await field.fill("");
    await page.getByRole("button", { name: "Reload" }).click();
    await expect.poll(() => isOld(page).catch(() => true)).toBe(false);
    await expect.poll(() => isOld(other).catch(() => true)).toBe(false);
  } finally {
    edge.close();
  }
});
