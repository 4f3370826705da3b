import { channelPath, expect } from "../e2e/fixtures";
import { picture } from "../e2e/picture";
import { row } from "../e2e/screen";
import { high, type Shots, type Stage } from "./stage";

const image = (width: number, height: number, name = "photo.png") => ({
  name,
  mimeType: "image/png",
  buffer: picture(width, height),
});

async function workspaceDialog({ page, scene, t }: Stage, key: string) {
  await page.goto(`/w/${scene.workspace.id}`);
  await page.locator("[data-region=sidebar]").getByRole("button", { name: scene.workspace.name }).click();
  await page.getByRole("menuitem", { name: t(key), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  return dialog;
}

async function saved({ page, t }: Stage): Promise<void> {
  const dialog = page.getByRole("dialog").last();
  await expect(dialog.getByRole("slider", { name: t("pictures.zoom") })).toBeEnabled();
  await dialog.getByRole("button", { name: t("app.save") }).click();
  await expect(dialog.getByRole("slider")).toHaveCount(0);
}

export const PICTURES: Shots = {
  "a picture of oneself": async (stage) => {
    const { page, scene } = stage;
    await page.goto(`/w/${scene.workspace.id}/settings/profile`);
    await page.locator("input[type=file]").setInputFiles(image(900, 600));
    await expect(page.getByRole("dialog").getByRole("slider")).toBeEnabled();
  },
  "a picture of oneself, there": async (stage) => {
    await PICTURES["a picture of oneself"]?.(stage);
    await saved(stage);
    await high(stage.page);
  },
  "a picture of oneself, being removed": async ({ page, scene, t }) => {
    await page.goto(`/w/${scene.workspace.id}/settings/profile`);
    await page.getByRole("button", { name: t("pictures.remove"), exact: true }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
  },
  "no picture at all": async ({ page, scene, t }) => {
    await page.goto(`/w/${scene.workspace.id}/settings/profile`);
    const broken = { name: "broken.png", mimeType: "image/png", buffer: Buffer.from("no picture") };
    await page.locator("input[type=file]").setInputFiles(broken);
    await expect(page.getByText(t("pictures.unreadable"))).toBeVisible();
  },
  "a picture of the workspace": async (stage) => {
    const dialog = await workspaceDialog(stage, "channels.workspaceSettings");
    await dialog.locator("input[type=file]").setInputFiles(image(300, 300));
    await expect(stage.page.getByRole("dialog").last().getByRole("slider")).toBeEnabled();
  },
  "a picture of the workspace, there": async (stage) => {
    await PICTURES["a picture of the workspace"]?.(stage);
    await saved(stage);
  },
  "a cover": async ({ page, scene }) => {
    await page.goto(`${channelPath(scene.channel)}?details=about`);
    await page.locator("[data-region=details] input[type=file]").setInputFiles(image(1_800, 900));
    await expect(page.getByRole("dialog").getByRole("slider")).toBeEnabled();
  },
  "a cover, there": async (stage) => {
    await PICTURES["a cover"]?.(stage);
    await saved(stage);
  },
  "emoji of one's own, none": (stage) => workspaceDialog(stage, "channels.customEmoji"),
  "emoji of one's own, a name that is taken": async (stage) => {
    const dialog = await workspaceDialog(stage, "channels.customEmoji");
    await dialog.locator("input[type=file]").setInputFiles(image(64, 64, "Office Cat.png"));
    await dialog.getByRole("textbox").first().fill("smile");
    await dialog.getByRole("button", { name: stage.t("pictures.emoji.add") }).click();
    await expect(dialog.getByRole("alert")).toBeVisible();
  },
  "emoji of one's own, some": async (stage) => {
    const dialog = await workspaceDialog(stage, "channels.customEmoji");
    const names = ["office_cat", "ship_it", "a_name_that_is_as_long_as_it_may", "wave2"];
    for (const [index, name] of names.entries()) {
      await dialog.locator("input[type=file]").setInputFiles(image(64 + 40 * index, 64, `${name}.png`));
      await dialog.getByRole("textbox").first().fill(name);
      await dialog.getByRole("button", { name: stage.t("pictures.emoji.add") }).click();
      await expect(dialog.getByRole("listitem")).toHaveCount(index + 1);
    }
  },
  "emoji of one's own, one removed": async (stage) => {
    const dialog = await workspaceDialog(stage, "channels.customEmoji");
    await dialog.getByRole("button", { name: stage.t("pictures.emoji.remove", { name: "office_cat" }) }).click();
    await expect(stage.page.getByRole("alertdialog")).toBeVisible();
  },
  "emoji of one's own, in the picker": async ({ page, t }) => {
    await page.getByRole("button", { name: t("composer.emoji"), exact: true }).click();
    await expect(page.getByRole("dialog").getByRole("gridcell").first()).toBeVisible();
  },
};

const SITE = process.env["HUBBUB_TEST_SITE"] ?? "";

/** What links and moving pictures look like. */
export const CARDS: Shots = {
  "cards of links": async ({ page, scene }) => {
    for (const path of ["article", "note", "square", "film"])
      await scene.maya.say(scene.channel.id, `Look: ${SITE}/${path}`);
    await expect(page.getByRole("link", { name: "When the tide turns" })).toHaveCount(4);
    await row(page, `${SITE}/film`).hover();
  },
  "cards of links, from the first": async ({ page }) => {
    await row(page, `${SITE}/article`).scrollIntoViewIfNeeded();
    await page.getByRole("link", { name: "When the tide turns" }).first().hover();
  },
  "moving pictures": async ({ page, t }) => {
    await page.getByRole("button", { name: t("composer.gif"), exact: true }).click();
    await expect(page.getByRole("dialog").getByRole("button", { name: "popular 1", exact: true })).toBeVisible();
  },
  "moving pictures, none": async (stage) => {
    await CARDS["moving pictures"]?.(stage);
    await stage.page.getByRole("searchbox").fill("nothing");
    await expect(stage.page.getByText(stage.t("gifs.none"))).toBeVisible();
  },
  "moving pictures, not now": async (stage) => {
    await CARDS["moving pictures"]?.(stage);
    await stage.page.route("**/gifs/search*", (route) => route.fulfill({ status: 503, json: {} }));
    await stage.page.getByRole("searchbox").fill("harbour");
    await expect(stage.page.getByText(stage.t("gifs.failed"))).toBeVisible({ timeout: 20_000 });
    await stage.page.unrouteAll();
  },
  "a moving picture in the tray": async (stage) => {
    await CARDS["moving pictures"]?.(stage);
    await stage.page.getByRole("button", { name: "popular 1", exact: true }).click();
    await expect(stage.page.getByRole("list", { name: stage.t("composer.files") })).toBeVisible();
  },
};
