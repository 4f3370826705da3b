import type { Response } from "@playwright/test";
import { channelPath, expect, test } from "./fixtures";
import { feed, row } from "./screen";

test("the first visit to a channel asks for its first page once, while the scripts are still coming", async ({
  world,
}) => {
  const { people, channel } = await world.team("Maya Chen");
  await people[0].say(channel.id, "already on its way");
  const page = await world.at(people[0], "/icons/hubbub.svg");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(channelPath(channel));
  await expect(row(feed(page), "already on its way")).toBeVisible();

  const messages = `/api/v1/channels/${channel.id}/messages`;
  expect(asked.filter((path) => path === "/api/v1/sync")).toHaveLength(1);
  expect(asked.filter((path) => path === messages)).toHaveLength(1);
  const early = await page.evaluate(() => window.hubbubEarly?.size);
  expect(early, "every early answer was taken").toBe(0);
});

test("what the client is made of comes packed as it was built and is kept, lists come packed, and versions stay", async ({
  world,
}) => {
  const { people, channel } = await world.team("Maya Chen");
  await people[0].sayAll(
    channel.id,
    Array.from({ length: 5 }, (_, index) => `line ${index}`),
  );
  const page = await world.at(people[0], "/icons/hubbub.svg");
  const heard = new Map<string, Response>();
  // Without the hash of its content in its name.
  const nameOf = (url: string) => new URL(url).pathname.replace(/-[\w-]{8}\.js$/, ".js");
  page.on("response", (response) => heard.set(nameOf(response.url()), response));
  const headers = async (path: string) => heard.get(path)?.allHeaders();
  await page.goto(channelPath(channel));
  await expect(row(feed(page), "line 4")).toBeVisible();

  expect(await headers("/assets/core.js")).toMatchObject({
    "content-encoding": "br",
    "cache-control": "public, max-age=31536000, immutable",
  });
  expect(await headers(channelPath(channel))).toMatchObject({ "cache-control": "no-cache" });
  const messages = await headers(`/api/v1/channels/${channel.id}/messages`);
  expect(messages?.["content-encoding"]).toMatch(/^(zstd|gzip)$/);
  const tag = await page.evaluate(async () => (await fetch("/api/v1/users/me")).headers.get("etag"));
  expect(tag).toMatch(/^"v\d+"$/);
  const missing = await page.request.get("/assets/of-another-build.js");
  expect(missing.headers()["cache-control"]).toBe("no-cache");
});
