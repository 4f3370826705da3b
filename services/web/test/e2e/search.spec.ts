import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { feed, row, thread } from "./screen";

const palette = (page: Page) => page.getByRole("combobox", { name: "Jump to or search" });
const results = (page: Page) => page.getByRole("main").getByRole("list", { name: "Found messages" });
const field = (page: Page) => page.getByRole("searchbox", { name: "Search messages" });

test("the palette finds what this page never loaded, Enter shows all of it, and a hit leads to its place", async ({
  world,
}) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const elsewhere = await world.channel(workspace, ben, { members: [maya] });
  const said = await ben.say(elsewhere.id, "The naïve rocket plan");
  for (let n = 0; n < 60; n += 1) await ben.say(elsewhere.id, `line ${n}`);
  const root = await ben.say(channel.id, "Where to?");
  await ben.say(channel.id, "a rocket in the thread", { parent_id: root.id });
  const page = await world.inChannel(maya, channel);

  // The index hears of a message within a second; the palette asks when one types.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("ControlOrMeta+k");
    await palette(page).fill("naive rocket");
    await expect(page.getByRole("option", { name: /naïve rocket plan/ })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(page.getByRole("option", { name: /naïve rocket plan/ }).locator("mark")).toHaveText(["naïve", "rocket"]);
  await palette(page).fill("rocket");
  await page.getByRole("option", { name: /Search all messages for “rocket”/ }).click();

  await expect(page).toHaveURL(/\/search\?q=rocket/);
  await expect(field(page)).toBeFocused();
  await expect(results(page).getByRole("listitem")).toHaveCount(2);
  await expect(results(page).locator("mark")).toHaveText(["rocket", "rocket"]);

  await results(page).getByRole("listitem").filter({ hasText: "naïve rocket plan" }).click();
  await expect(page).toHaveURL(new RegExp(`at=${said.seq}`));
  await expect(row(feed(page), "naïve rocket plan")).toBeInViewport();
  await page.goBack();
  await results(page).getByRole("listitem").filter({ hasText: "a rocket in the thread" }).click();
  await expect(row(thread(page), "a rocket in the thread")).toBeInViewport();
});

test("filters narrow a search, stand in its address, and can be taken away again", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  await maya.say(channel.id, "今天天气很好，我们去公园吧");
  await ben.say(channel.id, "天气预报 https://weather.example");
  const page = await world.at(maya, `/w/${workspace.id}/search`);
  await expect(page.getByRole("heading", { name: "Find what was said" })).toBeVisible();

  await expect(async () => {
    await field(page).fill("天气");
    await field(page).press("Enter");
    await page.reload();
    await expect(results(page).getByRole("listitem")).toHaveCount(2, { timeout: 2_000 });
  }).toPass();
  await page.getByLabel("With", { exact: true }).selectOption({ label: "Links" });
  await expect(results(page).getByRole("listitem")).toHaveText([/Ben Okafor/]);
  await page.getByLabel("From", { exact: true }).selectOption({ label: "Me" });
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();
  await page.getByRole("button", { name: "Without has:link" }).click();
  await expect(results(page).getByRole("listitem")).toHaveText([/今天天气很好/]);
  await expect(page).toHaveURL(/from/);

  // What cannot be read is refused, and not remembered.
  world.allow(/status of 400/);
  await field(page).fill("before:tomorrow");
  await field(page).press("Enter");
  const screen = page.getByRole("region", { name: "Search", exact: true });
  await expect(screen.getByRole("alert")).toContainText("A filter cannot be read");

  await field(page).fill("");
  await field(page).press("Enter");
  const recents = page.getByRole("region", { name: "Recent searches" });
  await expect(recents.getByRole("button", { name: "天气", exact: true })).toBeVisible();
  await expect(recents.getByRole("button", { name: "before:tomorrow", exact: true })).toHaveCount(0);
  await recents.getByRole("button", { name: "Forget “天气”" }).click();
  await expect(recents.getByRole("button", { name: "天气", exact: true })).toHaveCount(0);
});

test("nothing of a private channel is found by who is not in it, and what was deleted by nobody", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const secret = await world.channel(workspace, ben, { kind: "private" });
  await ben.say(secret.id, "a canary in the secret");
  const gone = await ben.say(channel.id, "a canary that goes");
  await ben.say(channel.id, "a canary that stays");
  const page = await world.at(maya, `/w/${workspace.id}/search?q=canary`);
  await expect(async () => {
    await page.reload();
    await expect(results(page).getByRole("listitem")).toHaveCount(2, { timeout: 2_000 });
  }).toPass();
  await expect(page.getByRole("main")).not.toContainText("secret");
  await ben.delete(`/messages/${gone.id}`);
  await page.reload();
  await expect(results(page).getByRole("listitem")).toHaveText([/a canary that stays/]);
});
