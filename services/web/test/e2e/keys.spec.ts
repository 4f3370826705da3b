import type { Page } from "@playwright/test";
import { channelPath, expect, test, untilLive } from "./fixtures";
import { unique } from "./people";
import { composer, feed, row, thread } from "./screen";

/** In which part of the screen the focus is. */
const region = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>("[data-region]")?.dataset["region"] ?? null);

const palette = (page: Page) => page.getByRole("dialog", { name: "Jump to or search" });

async function jumpTo(page: Page, text: string): Promise<void> {
  // The same keys close one that is still there.
  await expect(palette(page)).toBeHidden();
  await page.keyboard.press("Control+k");
  await palette(page).getByRole("combobox").fill(text);
}

test("F6 goes around the parts of the screen, and back to where the focus was in each", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  await people[0].say(channel.id, "Morning!");
  const page = await world.inChannel(people[0], channel);
  await expect(row(page, "Morning!")).toBeVisible();
  await composer(page).focus();

  const seen: (string | null)[] = [];
  for (let step = 0; step < 5; step++) {
    await page.keyboard.press("F6");
    seen.push(await region(page));
  }

  expect(seen).toEqual(["workspaces", "sidebar", "header", "messages", "composer"]);
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press("Shift+F6");
  expect(await region(page)).toBe("messages");
  await expect(row(page, "Morning!")).toBeFocused();
});

test("Alt and an arrow go from channel to channel, with Shift to what is unread", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const quiet = await world.channel(workspace, maya, { name: unique("a-quiet"), members: people });
  const busy = await world.channel(workspace, maya, { name: unique("z-busy"), members: people });
  await ben.say(busy.id, "Is anybody here?");
  const page = await world.inChannel(maya, quiet);

  await page.keyboard.press("Alt+Shift+ArrowDown");
  await expect(page).toHaveURL(channelPath(busy));
  await expect(row(page, "Is anybody here?")).toBeVisible();
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page).not.toHaveURL(channelPath(busy));
  await page.keyboard.press("Alt+ArrowDown");
  await expect(page).toHaveURL(channelPath(busy));
  expect(channel.id).not.toBe(busy.id);
});

test("the palette finds a channel, a person and a message, and Esc gives the focus back", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "王小明");
  const [maya, wang] = people;
  const room = await world.channel(workspace, maya, { name: unique("release-notes"), members: people });
  await wang.say(channel.id, "the gateway sails at noon");
  const page = await world.inChannel(maya, channel);
  await expect(row(page, "the gateway sails")).toBeVisible();
  await composer(page).focus();

  await page.keyboard.press("Control+k");
  await expect(palette(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
  await expect(composer(page)).toBeFocused();

  await jumpTo(page, "sails noon");
  await expect(palette(page).getByRole("option", { name: /the gateway sails at noon/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/[?&]at=\d+/);

  await jumpTo(page, "王小");
  await expect(palette(page).getByRole("option", { name: /王小明/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "王小明" })).toBeVisible();
  await expect(composer(page)).toBeFocused();

  await jumpTo(page, `#${room.name}`);
  await expect(palette(page).getByRole("option", { name: new RegExp(room.name ?? "") })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(channelPath(room));
});

test("the palette does things too", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const page = await world.inChannel(people[0], channel);

  await jumpTo(page, ">dark");
  await expect(palette(page).getByRole("option", { name: "Dark theme" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

  await jumpTo(page, ">create channel");
  await expect(palette(page).getByRole("option", { name: "Create channel" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "Create channel", selected: true })).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
});

test("Enter that ends a composition chooses nothing in the palette", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen");
  await world.channel(workspace, people[0], { name: unique("产品"), members: people });
  const page = await world.inChannel(people[0], channel);
  await jumpTo(page, "产品");
  await expect(palette(page).getByRole("option", { name: /产品/ }).first()).toBeVisible();
  await palette(page)
    .getByRole("combobox")
    .evaluate((field) => {
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true }));
    });
  await expect(palette(page)).toBeVisible();
  await expect(page).toHaveURL(channelPath(channel));
});

test("the sheet lists the keys, and letters on messages can be turned off there", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  await people[0].say(channel.id, "a row to press keys on");
  const page = await world.inChannel(people[0], channel);
  await expect(row(page, "a row to press keys on")).toBeVisible();
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });

  await page.keyboard.press("Control+/");
  await expect(sheet.getByText("Mark everything as read")).toBeVisible();
  await sheet.getByRole("switch", { name: /Letter keys/ }).click();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();

  await row(page, "a row to press keys on").focus();
  await page.keyboard.press("r");
  await page.keyboard.press("Control+/");
  await sheet.getByRole("switch", { name: /Letter keys/ }).click();
  await page.keyboard.press("Escape");
  await expect(thread(page)).toBeHidden();
  await row(page, "a row to press keys on").focus();
  await page.keyboard.press("r");
  await expect(thread(page)).toBeVisible();
});

test("a thread is entered ready to write, and Esc leads back to the row it was opened from", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const root = await maya.say(channel.id, "What about lunch?");
  await ben.say(channel.id, "Noodles", { parent_id: root.id });
  const page = await world.inChannel(maya, channel);
  await row(page, "What about lunch?").focus();
  await page.keyboard.press("r");

  await expect(composer(thread(page))).toBeFocused();
  await expect(thread(page).getByText("1 reply", { exact: true })).toBeVisible();
  await expect(row(thread(page), "Noodles")).toBeVisible();
  await page.keyboard.press("Escape");

  await expect(thread(page)).toBeHidden();
  await expect(row(feed(page), "What about lunch?")).toBeFocused();
});

test("what happens to a thread's root shows in its drawer", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const root = await maya.say(channel.id, "Ship it?");
  const page = await world.at(maya, `${channelPath(channel)}?thread=${root.id}`);
  await untilLive(page);
  await expect(thread(page).getByText("Ship it?")).toBeVisible();

  await ben.put(`/messages/${root.id}/reactions/${encodeURIComponent("🚀")}`);
  await expect(thread(page).getByRole("button", { name: /🚀/ })).toBeVisible();
});
