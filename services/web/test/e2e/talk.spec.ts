import type { Page } from "@playwright/test";
import type { Message } from "../../src/api/types";
import { expect, test, untilLive } from "./fixtures";
import { expectSpread } from "./gateways";
import { PASSWORD, unique } from "./people";
import { picture } from "./picture";
import { expectLog, feed, menuOf, point, row, thread, write } from "./screen";

test("two people meet on two gateways and use all of it", async ({ world }) => {
  test.setTimeout(120_000);
  const workspace = unique("Northwind");
  await expectSpread([0, 0]);

  const maya = await world.stranger("/sign-up");
  await signUp(maya, "Maya Chen");
  await maya.getByLabel("Name of the workspace").fill(workspace);
  await maya.getByRole("button", { name: "Create workspace" }).click();
  await untilLive(maya);
  const link = await inviteLink(maya);

  const ben = await world.stranger(link);
  await ben.getByRole("button", { name: "Create account" }).click();
  await signUp(ben, "Ben Okafor");
  await untilLive(ben);
  await expectSpread([1, 1]);
  await ben.goto(maya.url());
  await untilLive(ben);
  await expectSpread([1, 1]);

  await test.step("they talk", async () => {
    await write(maya, "Good morning, Ben!");
    await expect(row(feed(ben), "Good morning, Ben!")).toBeVisible();
    await write(ben, "早上好，Maya 👋");
    await expect(row(maya, "早上好，Maya 👋")).toBeVisible();
  });

  await test.step("a thread", async () => {
    await (await point(row(feed(ben), "Good morning, Ben!"))).getByRole("button", { name: "Reply in thread" }).click();
    await write(thread(ben), "Here is a thread");
    const replies = row(feed(maya), "Good morning, Ben!").getByRole("button", { name: /1 reply/ });
    await replies.click();
    await expect(row(thread(maya), "Here is a thread")).toBeVisible();
    await maya.getByRole("button", { name: "Close thread" }).click();
    await ben.getByRole("button", { name: "Close thread" }).click();
  });

  await test.step("a reaction", async () => {
    await (await point(row(feed(ben), "Good morning, Ben!"))).getByRole("button", { name: "React with 👍" }).click();
    await expect(row(feed(maya), "Good morning, Ben!").getByRole("button", { name: /👍, 1 person/ })).toBeVisible();
  });

  await test.step("an edit", async () => {
    await menuOf(row(feed(maya), "Good morning, Ben!"));
    await maya.getByRole("menuitem", { name: "Edit" }).click();
    const box = feed(maya).getByRole("textbox", { name: /^Edit/ });
    await box.fill("Good evening, Ben!");
    await box.press("Enter");
    await expect(row(ben, "Good evening, Ben!")).toContainText("edited");
    await expect(row(feed(ben), "Good morning, Ben!")).toHaveCount(0);
  });

  await test.step("a deletion, asked about first", async () => {
    await write(maya, "Forget this");
    await expect(row(ben, "Forget this")).toBeVisible();
    await menuOf(row(maya, "Forget this"));
    await maya.getByRole("menuitem", { name: "Delete" }).click();
    const question = maya.getByRole("alertdialog");
    await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
    await question.getByRole("button", { name: "Delete" }).click();
    await expect(row(ben, "Forget this")).toHaveCount(0);
    await expect(row(ben, "This message was deleted")).toBeVisible();
  });

  await test.step("an image with its thumbnail", async () => {
    await maya
      .locator("main input[type=file]")
      .first()
      .setInputFiles({
        name: "harbour.png",
        mimeType: "image/png",
        buffer: picture(640, 400),
      });
    await write(maya, "Look at this");
    const image = row(ben, "Look at this")
      .getByRole("button", { name: /harbour\.png/ })
      .locator("img");
    await expect(image).toBeVisible();
    await expect
      .poll(() => image.evaluate((shown: HTMLImageElement) => [shown.complete, shown.naturalWidth > 0]))
      .toEqual([true, true]);
  });

  const log = await historyOf(maya);
  expect(log.length).toBeGreaterThanOrEqual(4);
  await expectLog(maya, log);
  await expectLog(ben, log);
});

async function signUp(page: Page, name: string): Promise<void> {
  const handle = unique("t");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Email", { exact: true }).fill(`${handle}@e2e.example`);
  await page.getByLabel("Handle", { exact: true }).fill(handle);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
}

async function inviteLink(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Invite people" }).first().click();
  await page.getByRole("button", { name: "Create an invitation link" }).click();
  const link = await page.getByLabel("Invitation link").inputValue();
  await page.keyboard.press("Escape");
  return new URL(link).pathname;
}

/** The log of the channel that the page shows, asked with the page's own cookies. */
async function historyOf(page: Page): Promise<readonly Message[]> {
  const channel = new URL(page.url()).pathname.split("/").at(-1);
  const answer = await page.evaluate(
    async (path) => (await fetch(path)).json(),
    `/api/v1/channels/${channel}/messages?limit=200`,
  );
  return (answer as { data: Message[] }).data;
}
