import type { Page, WebSocketRoute } from "@playwright/test";
import { channelPath, expect, test, untilLive } from "./fixtures";
import { expectLog, feed, row } from "./screen";

/** The browser has written what it shows: the next start finds it. */
async function untilKept(page: Page, user: string, text: string): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(
        ([name, wanted]) =>
          new Promise<boolean>((resolve, reject) => {
            const open = indexedDB.open(name ?? "");
            open.onerror = () => reject(open.error);
            open.onsuccess = () => {
              const all = open.result.transaction("timelines").objectStore("timelines").getAll();
              all.onsuccess = () => {
                open.result.close();
                resolve(JSON.stringify(all.result).includes(wanted ?? ""));
              };
            };
          }),
        [`hubbub-${user}`, text],
      ),
    )
    .toBe(true);
}

test("a start shows the last visit's rows before the server has said anything", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  await ben.sayAll(channel.id, ["morning", "the build is green"]);
  const page = await world.inChannel(maya, channel);
  await expect(row(page, "the build is green")).toBeVisible();
  await untilKept(page, maya.id, "the build is green");
  // The server answers nothing at all from now on.
  world.allow(/Failed to load resource|ERR_|WebSocket/);
  await page.context().route("**/api/**", () => undefined);
  await page.routeWebSocket("**/ws", () => undefined);
  await page.goto(channelPath(channel));
  await expect(row(page, "the build is green")).toBeVisible();
  await expect(page.locator("html")).not.toHaveAttribute("data-link", "live");
});

test("what was edited, deleted and said while one was away is right after the start", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const said = await ben.sayAll(channel.id, ["first words", "second words", "third words"]);
  const page = await world.inChannel(maya, channel);
  await expect(row(page, "third words")).toBeVisible();
  await untilKept(page, maya.id, "third words");
  await page.goto("about:blank");
  await ben.patch(`/messages/${said[0]?.id}`, { body: "first words, corrected" });
  await ben.delete(`/messages/${said[1]?.id}`);
  await ben.sayAll(channel.id, ["fourth words"]);
  await page.goto(channelPath(channel));
  await untilLive(page);
  await expect(row(page, "first words, corrected")).toBeVisible();
  await expect(row(page, "second words")).toHaveCount(0);
  await expectLog(page, await maya.history(channel.id));
});

/** As if far more had been missed than is replayed: the server says so, and sends none of it. */
function tellBehind(route: WebSocketRoute, channel: string): void {
  const server = route.connectToServer();
  server.onMessage((message) => {
    const frame = JSON.parse(String(message)) as { type: string; channel?: string; data: Record<string, unknown> };
    if (frame.type === "resumed" && frame.data["channel"] === channel) frame.data["outcome"] = "behind";
    if (frame.channel !== channel) route.send(JSON.stringify(frame));
  });
}

test("more was missed than is replayed: the newest page replaces what is out of date", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const said = await ben.sayAll(channel.id, ["the oldest", "the second"]);
  const page = await world.inChannel(maya, channel);
  await expect(row(page, "the second")).toBeVisible();
  await untilKept(page, maya.id, "the second");
  await page.goto("about:blank");
  await ben.patch(`/messages/${said[0]?.id}`, { body: "the oldest, edited" });
  await ben.delete(`/messages/${said[1]?.id}`);
  await ben.say(channel.id, "the newest");
  await page.routeWebSocket("**/ws", (route) => tellBehind(route, channel.id));
  await page.goto(channelPath(channel));
  await expect(row(page, "the oldest, edited")).toBeVisible();
  await expect(row(page, "the newest")).toBeVisible();
  await expect(row(page, "the second")).toHaveCount(0);
  await expectLog(page, await maya.history(channel.id));
});

test("frames that are dropped, doubled and shuffled on the way leave no trace", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  let seen = 0;
  const tamper = (route: WebSocketRoute) => {
    const server = route.connectToServer();
    const late: (string | Buffer)[] = [];
    server.onMessage((message) => {
      if (!String(message).startsWith('{"type":"message.')) return route.send(message);
      seen += 1;
      // Every third is lost, every second comes twice, every fifth after the next one; the last one shows the holes.
      if (seen % 3 === 0) return;
      if (seen % 5 === 0) return void late.push(message);
      route.send(message);
      if (seen % 2 === 0) route.send(message);
      for (const one of late.splice(0)) route.send(one);
    });
  };
  const page = await world.inChannel(maya, channel, {
    before: (fresh) => fresh.routeWebSocket("**/ws", tamper),
  });
  await ben.sayAll(
    channel.id,
    Array.from({ length: 41 }, (_, index) => `message ${index}`),
  );
  await expect(row(page, "message 40")).toBeVisible();
  expect(seen).toBeGreaterThan(30);
  await expectLog(page, await maya.history(channel.id));
});

test("the banner says that the link is lost, and what came when it is back", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  let cut = false;
  const sockets: WebSocketRoute[] = [];
  const page = await world.inChannel(maya, channel, {
    before: (fresh) =>
      fresh.routeWebSocket("**/ws", (route) => {
        if (cut) return void route.close({ code: 1012 });
        sockets.push(route);
        route.connectToServer();
      }),
  });
  world.allow(/WebSocket|Failed to load resource|EventSource/);
  await page.context().route("**/sse**", (route) => route.abort());
  cut = true;
  for (const socket of sockets) await socket.close({ code: 1012 });
  await expect(page.getByText("Connection lost")).toBeVisible();
  await ben.sayAll(channel.id, ["one", "two"]);
  cut = false;
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByText("Back online · 2 new")).toBeVisible();
  await expect(feed(page).getByText("two", { exact: true })).toBeVisible();
  await expect(page.getByText("Back online")).toHaveCount(0);
});

test("the tab's title and icon say how much waits, until it is read", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const elsewhere = await world.channel(workspace, maya, { members: people });
  const page = await world.inChannel(maya, channel);
  await expect(page).toHaveTitle(`#${channel.name} · Hubbub`);
  await ben.say(elsewhere.id, `@${maya.me.handle} look here`);
  await expect(page).toHaveTitle(`(1) #${channel.name} · Hubbub`);
  await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", /^blob:/);
  await page.goto(channelPath(elsewhere));
  await expect(page).toHaveTitle(`#${elsewhere.name} · Hubbub`);
  await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", /hubbub\.svg$/);
});
