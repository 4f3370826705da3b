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
