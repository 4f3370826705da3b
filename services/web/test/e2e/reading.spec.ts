import type { Locator, Page } from "@playwright/test";
import type { Channel } from "../../src/api/types";
import { channelPath, expect, test } from "./fixtures";
import type { Person } from "./people";
import { composer, expectLog, feed, menuOf, point, row, thread, write } from "./screen";

/** What is under way to the server at once. */
const AT_ONCE = 20;

/** Says `line 1` to `line n`, in whichever order the server takes them within a batch. */
async function sayLines(person: Person, channel: Channel, count: number): Promise<void> {
  for (let from = 1; from <= count; from += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - from + 1) }, (_, index) => `line ${from + index}`);
    await Promise.all(batch.map((line) => person.say(channel.id, line)));
  }
}

/** The lines of a list that is as high as a window: so many, in order. */
async function sayInOrder(person: Person, channel: Channel, count: number): Promise<void> {
  await person.sayAll(
    channel.id,
    Array.from({ length: count }, (_, index) => `line ${index + 1}.`),
  );
}

const unreadOf = async (person: Person, channel: Channel) =>
  (await person.get<Channel>(`/channels/${channel.id}`)).membership?.unread;

const divider = (page: Page) => feed(page).getByRole("heading", { name: "New messages" });
/** The row that the divider is in: the first unread one. */
const firstUnread = (page: Page) =>
  feed(page)
    .getByRole("article")
    .filter({ has: page.getByRole("heading", { name: "New messages" }) });
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const topOf = async (target: Locator) => (await target.boundingBox())?.y ?? Number.NaN;

const isFocused = (element: Element) => element === document.activeElement;

/** Goes to another address as a link in the page does, without loading it anew. */
async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState({}, "", to), path);
}

async function scrollUp(page: Page, px: number): Promise<void> {
  await feed(page).hover();
  await page.mouse.wheel(0, -px);
  await expect(button(page, /Jump to latest|new · Jump/)).toBeVisible();
}

test("a channel opens at the first unread message, and only what was seen is read", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  await sayInOrder(ben, channel, 48);
  await maya.post(`/channels/${channel.id}/read`, { message_no: 8 });

  const page = await world.inChannel(maya, channel);

  await expect(divider(page)).toBeInViewport();
  await expect(row(page, "line 9.")).toBeInViewport();
  await expect(row(page, "line 48.")).not.toBeInViewport();
  await expect.poll(() => unreadOf(maya, channel)).toBeLessThan(40);
  expect(await unreadOf(maya, channel)).toBeGreaterThan(0);

  await button(page, /new · Jump/).click();
  await expect(row(page, "line 48.")).toBeInViewport();
  await expect.poll(() => unreadOf(maya, channel)).toBe(0);
  // It stands still while one stays.
  await scrollUp(page, 5_000);
  await expect(divider(page)).toBeAttached();
});

test("a channel that is known from the last visit opens at what came since", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const other = await world.channel(workspace, maya, { members: [maya] });
  await sayInOrder(ben, channel, 12);
  const page = await world.inChannel(maya, channel);
  await expect.poll(() => unreadOf(maya, channel)).toBe(0);
  await page.getByRole("link", { name: other.name ?? "" }).click();
  await expect(composer(page)).toHaveAccessibleName(new RegExp(other.name ?? ""));
  await page.goto("about:blank");
  await ben.sayAll(
    channel.id,
    Array.from({ length: 40 }, (_, index) => `later ${index + 1}.`),
  );

  await page.goto(channelPath(other));
  // The rows of the last visit are shown while the server cannot answer, and are made new as soon as it can.
  world.allow(/status of 503/);
  let refusals = 4;
  await page.route(`**/channels/${channel.id}/messages?*`, (route) =>
    refusals-- > 0 ? route.fulfill({ status: 503 }) : route.continue(),
  );
  await page.getByRole("link", { name: channel.name ?? "" }).click();
  await expect(row(page, "line 12.")).toBeInViewport();

  await expect(firstUnread(page)).toBeInViewport();
  await expect(firstUnread(page)).toContainText("later 1.");
  await expect(row(page, "later 40.")).not.toBeInViewport();
  expect(await unreadOf(maya, channel)).toBeGreaterThan(0);
});

test("more unread messages than a page: it opens at the end, and a pill leads to the first and back", async ({
  world,
}) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  await sayInOrder(ben, channel, 20);
  await maya.post(`/channels/${channel.id}/read`, { message_no: 20 });
  await sayLines(ben, channel, 140);
  const log = await ben.history(channel.id);
  const first = log[20]?.body ?? "";
  const last = log.at(-1)?.body ?? "";

  const page = await world.inChannel(maya, channel);

  await expect(row(page, last).last()).toBeInViewport();
  await expect(page.getByText(/^140 new since \d\d:\d\d$/)).toBeVisible();
  await page.getByRole("button", { name: "Jump", exact: true }).click();
  await expect(divider(page)).toBeInViewport();
  await expect(firstUnread(page)).toContainText(first);

  await button(page, "Back to where you were").click();
  await expect(row(page, last).last()).toBeInViewport();
  await expect(button(page, "Back to where you were")).toBeHidden();
});

test("all of it can be marked read from the pill, and with Esc", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const other = await world.channel(workspace, maya, { members: [maya, ben] });
  await Promise.all([sayLines(ben, channel, 80), sayInOrder(ben, other, 30)]);

  const page = await world.inChannel(maya, channel);
  await button(page, "Mark read").click();
  await expect(button(page, "Mark read")).toBeHidden();
  await expect.poll(() => unreadOf(maya, channel)).toBe(0);

  await page.getByRole("link", { name: other.name ?? "" }).click();
  await expect(divider(page)).toBeInViewport();
  await page.keyboard.press("Escape");
  await expect(divider(page)).not.toBeAttached();
  await expect(row(page, "line 30.")).toBeInViewport();
  await expect.poll(() => unreadOf(maya, other)).toBe(0);
});

test("what is marked unread stays so until one leaves, and the other device agrees", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const other = await world.channel(workspace, maya, { members: [maya] });
  await sayInOrder(ben, channel, 10);
  const page = await world.inChannel(maya, channel);
  const phone = await world.inChannel(maya, other);
  await expect.poll(() => unreadOf(maya, channel)).toBe(0);
  const onPhone = phone.getByRole("link", { name: channel.name ?? "" });
  await expect(onPhone.getByText(/^\d+$/)).toHaveCount(0);

  await menuOf(row(page, "line 7."));
  await page.getByRole("menuitem", { name: "Mark unread from here" }).click();

  await expect(onPhone.getByText("4", { exact: true })).toBeVisible();
  await expect(firstUnread(page)).toContainText("line 7.");
  await ben.say(channel.id, "one more");
  await expect(row(page, "one more")).toBeInViewport();
  await expect(onPhone.getByText("5", { exact: true })).toBeVisible();
  expect(await unreadOf(maya, channel)).toBe(5);

  await page.getByRole("link", { name: other.name ?? "" }).click();
  await page.getByRole("link", { name: channel.name ?? "" }).click();
  await expect.poll(() => unreadOf(maya, channel)).toBe(0);
  await expect(onPhone.getByText(/^\d+$/)).toHaveCount(0);
});

test("nothing is marked read while the window is not looked at", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const page = await world.inChannel(maya, channel, {
    before: async (fresh) => {
      await fresh.addInitScript(() => {
        let focused = false;
        document.hasFocus = () => focused;
        addEventListener("looking", () => {
          focused = true;
          dispatchEvent(new Event("focus"));
        });
      });
    },
  });
  await ben.say(channel.id, "are you there?");
  await expect(row(page, "are you there?")).toBeInViewport();
  await ben.say(channel.id, "hello?");
  await expect(row(page, "hello?")).toBeInViewport();
  expect(await unreadOf(maya, channel)).toBe(2);

  await page.evaluate(() => dispatchEvent(new Event("looking")));
  await expect.poll(() => unreadOf(maya, channel)).toBe(0);
});

test("a link leads into a long history, which is whole in both directions", async ({ world }) => {
  test.setTimeout(150_000);
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  // With the one that is said later a thousand: all of them stay loaded.
  await sayLines(ben, channel, 999);
  const log = await ben.history(channel.id);
  await maya.post(`/channels/${channel.id}/read`, { message_no: 999 });
  const [early, late, last] = [log[200], log[700], log.at(-1)];
  if (!early || !late || !last) throw new Error("the history is short");
  const exactly = (body: string) => new RegExp(`${body}$`);

  const page = await world.at(maya, `${channelPath(channel)}?at=${early.seq}`);
  await expect(row(page, exactly(early.body))).toBeInViewport();
  await follow(page, `${channelPath(channel)}?at=${late.seq}`);
  await expect(row(page, exactly(late.body))).toBeInViewport();
  await button(page, "Back to where you were").click();
  await expect(row(page, exactly(early.body))).toBeInViewport();

  // What is said meanwhile does not come between; it is counted.
  await ben.say(channel.id, "news");
  await expect(button(page, "1 new · Jump")).toBeVisible();
  await expect(row(page, "news")).toHaveCount(0);

  await expectLog(page, await ben.history(channel.id));
  await expect(row(page, "news")).toBeInViewport();
});

test("one comes back to where one was in a channel", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const other = await world.channel(workspace, maya, { members: [maya] });
  await sayLines(ben, channel, 100);
  await maya.post(`/channels/${channel.id}/read`, { message_no: 100 });
  const page = await world.inChannel(maya, channel);
  await expect(row(page, /line/).last()).toBeInViewport();
  await scrollUp(page, 1_500);
  const seen = feed(page).getByRole("article").nth(12);
  const id = await seen.getAttribute("id");
  const there = page.locator(`[id="${id}"]`);
  const before = await topOf(there);

  await page.getByRole("link", { name: other.name ?? "" }).click();
  await expect(composer(page)).toHaveAccessibleName(new RegExp(other.name ?? ""));
  await page.getByRole("link", { name: channel.name ?? "" }).click();

  await expect.poll(async () => Math.abs((await topOf(there)) - before)).toBeLessThanOrEqual(2);
  await write(page, "my own words lead to the end");
  await expect(row(page, "my own words lead to the end")).toBeInViewport();
});

test("an answer in a thread leaves the channel's list where it is", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  await sayInOrder(ben, channel, 60);
  await maya.post(`/channels/${channel.id}/read`, { message_no: 60 });
  const page = await world.inChannel(maya, channel);
  await expect(row(page, "line 60.")).toBeInViewport();
  await scrollUp(page, 600);
  const root = feed(page).getByRole("article").filter({ hasText: "line 25." });
  await point(root);
  await root.getByRole("button", { name: "Reply in thread" }).click();
  await expect(composer(thread(page))).toBeVisible();
  const neighbour = row(feed(page), "line 24.");
  const before = await topOf(neighbour);

  await write(thread(page), "a quiet answer");

  await expect(row(thread(page), "a quiet answer")).toBeVisible();
  await expect(root.getByRole("button", { name: /1 reply/ })).toBeVisible();
  expect(Math.abs((await topOf(neighbour)) - before)).toBeLessThanOrEqual(2);
});

test("the list is one stop for Tab, the arrows move in it, and news is read out", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  await sayInOrder(ben, channel, 45);
  await maya.post(`/channels/${channel.id}/read`, { message_no: 45 });
  const page = await world.inChannel(maya, channel);
  await row(page, "line 45.").focus();

  await page.keyboard.press("ArrowUp");
  await expect(row(page, "line 44.")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(row(page, "line 1.")).toBeFocused();
  await expect(row(page, "line 1.")).toBeInViewport();
  await expect(feed(page).locator("article[tabindex='0']")).toHaveCount(1);

  // The row with the focus stays, however far one scrolls.
  await feed(page).hover();
  await page.mouse.wheel(0, 5_000);
  await expect(row(page, "line 45.")).toBeInViewport();
  await expect(row(page, "line 1.")).toBeFocused();

  await page.keyboard.press("End");
  await expect(row(page, "line 45.")).toBeFocused();
  await page.keyboard.press("PageUp");
  await expect(row(page, "line 45.")).not.toBeFocused();
  await expect(feed(page).locator("article:focus")).toBeInViewport();

  // Through the row's own controls and out of the list; and back to the row, not to its last control.
  await row(page, "line 45.").focus();
  for (let presses = 0; presses < 20 && !(await composer(page).evaluate(isFocused)); presses++) {
    await expect(feed(page).locator("article:focus-within, article:focus")).toHaveText(/line 45\./);
    await page.keyboard.press("Tab");
  }
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(row(page, "line 45.")).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(feed(page).locator(":focus")).toHaveCount(0);
  await page.keyboard.press("Tab");
  await expect(row(page, "line 45.")).toBeFocused();

  await ben.say(channel.id, "hear **this**");
  await expect(page.getByRole("log").filter({ hasText: "Ben Okafor: hear this" })).toBeAttached();
});
