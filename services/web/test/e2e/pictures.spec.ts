import type { Locator, Page } from "@playwright/test";
import { channelPath, expect, test, untilLive } from "./fixtures";
import { picture } from "./picture";
import { composer, point, row, write } from "./screen";

const file = (width: number, height: number, name = "photo.png") => ({
  name,
  mimeType: "image/png",
  buffer: picture(width, height),
});

/** The picture at an address of ours, once it is there. */
const shown = (place: Page | Locator) => place.locator('img[src^="/api/v1/images/"]').first();

const isThere = (image: Locator) =>
  expect
    .poll(() => image.evaluate((one) => one instanceof HTMLImageElement && one.complete && one.naturalWidth > 0))
    .toBe(true);

const menuItem = (page: Page, name: string) => page.getByRole("menuitem", { name, exact: true });
const answer = (page: Page, name: string) => page.getByRole("alertdialog").getByRole("button", { name, exact: true });

test("a picture of oneself is cut to size, seen by the other at once, and taken away again", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  await maya.say(channel.id, "Here I am");
  const his = await world.inChannel(ben, channel);
  await expect(row(his, "Here I am")).toContainText("Maya Chen");
  const hers = await world.at(maya, `/w/${workspace.id}/settings/profile`);
  await untilLive(hers);

  await hers.locator('input[type="file"]').setInputFiles(file(900, 600));
  const dialog = hers.getByRole("dialog", { name: "Your picture" });
  const stage = dialog.getByRole("group", { name: /^Position/ });
  const image = stage.locator("img");
  await isThere(image);
  const left = () => image.evaluate((one) => Number.parseFloat((one as HTMLElement).style.left));
  const before = await left();
  await stage.press("ArrowRight");
  expect(await left()).toBeLessThan(before);
  const width = () => image.evaluate((one) => Number.parseFloat((one as HTMLElement).style.width));
  const wide = await width();
  await dialog.getByRole("slider", { name: "Zoom" }).fill("2");
  expect(await width()).toBeCloseTo(2 * wide, 0);
  await dialog.getByRole("button", { name: "Save" }).click();

  await expect(dialog).toBeHidden();
  await isThere(shown(hers.locator("main")));
  await isThere(shown(row(his, "Here I am")));

  await hers.getByRole("button", { name: "Remove" }).click();
  await answer(hers, "Remove").click();
  await expect(shown(row(his, "Here I am"))).toBeHidden();
  await expect(row(his, "Here I am")).toContainText("MC");
});

test("a workspace and a channel show their pictures, and only who runs them changes those", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const his = await world.inChannel(ben, channel);
  const hers = await world.inChannel(maya, channel);
  const name = (await hers.getByRole("heading", { level: 1 }).first().textContent()) ?? "";

  await hers.getByRole("button", { name }).first().click();
  await menuItem(hers, "Workspace settings").click();
  const settings = hers.getByRole("dialog", { name: "Workspace settings" });
  await settings.locator('input[type="file"]').setInputFiles(file(300, 300));
  await hers.getByRole("dialog", { name: "Picture of the workspace" }).getByRole("button", { name: "Save" }).click();
  await isThere(shown(settings));
  await isThere(shown(his.getByRole("navigation", { name: "Workspaces" })));

  await hers.goto(`${channelPath(channel)}?details=about`);
  const pane = (page: Page) => page.getByRole("complementary", { name: /^Details of/ });
  await pane(hers).locator('input[type="file"]').setInputFiles(file(1_800, 900));
  await hers.getByRole("dialog", { name: "Cover of the channel" }).getByRole("button", { name: "Save" }).click();
  await isThere(shown(pane(hers)));

  await his.getByRole("button", { name: "Details", exact: true }).click();
  await isThere(shown(pane(his)));
  await expect(pane(his).getByRole("button", { name: /picture/ })).toBeHidden();
});

test("an emoji of one's own is added, picked, written, reacted with, and its name stays when it goes", async ({
  world,
}) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const his = await world.inChannel(ben, channel);
  const hers = await world.inChannel(maya, channel);
  const name = (await hers.getByRole("heading", { level: 1 }).first().textContent()) ?? "";
  const menu = async () => {
    await hers.getByRole("button", { name }).first().click();
    await menuItem(hers, "Custom emoji").click();
  };
  const dialog = hers.getByRole("dialog", { name: "Custom emoji" });

  await menu();
  await expect(dialog).toContainText("No emoji of your own yet");
  await dialog.locator('input[type="file"]').setInputFiles(file(300, 200, "Office Cat.png"));
  const field = dialog.getByRole("textbox", { name: "Name" });
  await expect(field).toHaveValue("office_cat");
  await field.fill("smile");
  world.allow(/status of 400/);
  await dialog.getByRole("button", { name: "Add emoji" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await field.fill("office_cat");
  await dialog.getByRole("button", { name: "Add emoji" }).click();
  await expect(dialog.getByRole("listitem").filter({ hasText: ":office_cat:" })).toContainText("Maya Chen");
  await hers.keyboard.press("Escape");

  // By its name, as the first of what is offered.
  await composer(his).pressSequentially("look :offi");
  await expect(his.getByRole("option").first()).toContainText(":office_cat:");
  await his.keyboard.press("Enter");
  await expect(composer(his)).toHaveValue(/look :office_cat: ?/);
  await his.keyboard.press("Enter");
  const cat = (page: Page) => row(page, "look").getByRole("img", { name: ":office_cat:" });
  await isThere(cat(hers).first());

  // Alone it is large.
  await write(hers, ":office_cat:");
  await expect(his.locator(".markdown-large").getByRole("img", { name: ":office_cat:" })).toBeVisible();

  // From the picker, as a reaction.
  const tools = await point(row(hers, "look"));
  await tools.getByRole("button", { name: "Add a reaction" }).click();
  await hers.getByRole("textbox", { name: "Search emoji" }).or(hers.getByRole("searchbox")).fill("office");
  await hers.getByRole("grid").getByRole("img", { name: ":office_cat:" }).click();
  const chip = (page: Page) => row(page, "look").getByRole("button", { name: /:office_cat:.*1/ });
  await isThere(chip(his).locator("img"));

  await menu();
  await dialog.getByRole("button", { name: "Delete :office_cat:" }).click();
  await answer(hers, "Delete").click();
  await expect(dialog).toContainText("No emoji of your own yet");
  await expect(cat(his)).toHaveCount(0);
  await expect(row(his, "look")).toContainText("look :office_cat:");
  await expect(chip(his)).toContainText(":office_cat:");
});
