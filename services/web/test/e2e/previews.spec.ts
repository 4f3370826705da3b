import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { composer, feed, row, write } from "./screen";

// Links lead to a site of the launcher's, which is also the provider of moving pictures.
const SITE = process.env["HUBBUB_TEST_SITE"] ?? "";
test.skip(SITE === "", "the launcher gives no site");

const card = (page: Page) => row(page, SITE).getByRole("link", { name: "When the tide turns" });
const gifButton = (page: Page) => page.getByRole("button", { name: "GIF", exact: true });
const panel = (page: Page) => page.getByRole("dialog", { name: "GIF" });

test("a link is shown with what its page says, to everybody, until its author takes that away", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const hers = await world.inChannel(maya, channel);
  const his = await world.inChannel(ben, channel);

  await write(hers, `Look at ${SITE}/article`);
  for (const page of [hers, his]) {
    await expect(card(page)).toHaveAttribute("href", `${SITE}/article`);
    await expect(row(page, SITE)).toContainText("Harbour Gazette");
    await expect(row(page, SITE)).toContainText("A guide to berths, moorings and patience.");
  }
  // No picture of it comes from anywhere but here.
  for (const image of await row(his, SITE).locator("img").all()) {
    expect(await image.getAttribute("src")).toMatch(/^\//);
  }
  await expect(row(his, SITE).getByRole("button", { name: /^Remove the preview/ })).toHaveCount(0);

  await row(hers, SITE).getByRole("button", { name: "Remove the preview of When the tide turns" }).click();
  await expect(card(hers)).toHaveCount(0);
  await expect(card(his)).toHaveCount(0);
  await his.reload();
  await expect(row(his, SITE)).toBeVisible();
  await expect(card(his)).toHaveCount(0);
});

test("who does not want to see what links lead to says so once, on all their devices", async ({ world }) => {
  const { people, channel, workspace } = await world.team("Maya Chen", "Ben Okafor");
  const hers = await world.inChannel(people[0], channel);
  const his = await world.inChannel(people[1], channel);
  await write(hers, `Look at ${SITE}/article`);
  await expect(card(his)).toBeVisible();

  const phone = await world.at(people[1], `/w/${workspace.id}/settings/appearance`);
  const wanted = phone.getByRole("switch", { name: "Show what links lead to" });
  await expect(wanted).toBeChecked();
  await wanted.click();
  await expect(card(his)).toHaveCount(0);
  await expect(row(his, SITE)).toBeVisible();
  await expect(card(hers)).toBeVisible();
  await his.reload();
  await expect(row(his, SITE)).toBeVisible();
  await expect(card(his)).toHaveCount(0);
  await wanted.click();
  await expect(card(his)).toBeVisible();
});

test("a moving picture is found, chosen by the keyboard and sent, and only we are asked for it", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const hers = await world.inChannel(people[0], channel);
  const his = await world.inChannel(people[1], channel);
  const asked: string[] = [];
  const paths: string[] = [];
  hers.on("request", (request) => {
    const { origin, pathname } = new URL(request.url());
    asked.push(origin);
    paths.push(`${request.method()} ${pathname.replace(/gifs\/[^/]+/, "gifs/ID")}`);
  });

  await gifButton(hers).click();
  await expect(panel(hers).getByRole("searchbox")).toBeFocused();
  await expect(panel(hers).getByRole("button", { name: "popular 1", exact: true })).toBeVisible();
  await panel(hers).getByRole("searchbox").fill("nothing");
  await expect(panel(hers)).toContainText("No GIF is found for that");
  await panel(hers).getByRole("searchbox").fill("tide");
  await expect(panel(hers).getByRole("list").getByRole("button")).toHaveCount(12);
  await expect(panel(hers)).toContainText("Powered by GIPHY");

  await panel(hers).getByRole("button", { name: "tide 1", exact: true }).focus();
  await hers.keyboard.press("ArrowDown");
  await hers.keyboard.press("ArrowRight");
  await expect(panel(hers).getByRole("button", { name: "tide 4", exact: true })).toBeFocused();
  await hers.keyboard.press("Enter");
  await expect(panel(hers)).toBeHidden();
  await expect(hers.getByRole("list", { name: "Files to be sent" })).toContainText("tide-4.gif");
  await expect(composer(hers)).toBeFocused();
  await hers.keyboard.type("High water");
  await hers.keyboard.press("Enter");
  await expect(row(his, "High water").getByRole("button", { name: /tide-4\.gif/ })).toBeVisible();
  await expect(feed(his).locator("img").first()).toHaveAttribute("src", /^\/api\/v1\/files\//);
  // The server takes it from the provider itself: nothing of it goes through here and back.
  expect(paths).toContain("POST /api/v1/gifs/ID/file");
  expect(paths.filter((path) => path.endsWith("/gifs/ID/content") || path === "POST /api/v1/files")).toEqual([]);
  const ours = new URL(hers.url()).origin;
  expect(asked.filter((origin) => origin !== ours && !origin.startsWith("blob:") && origin !== "null")).toEqual([]);
});
