import type { Locator, Page } from "@playwright/test";
import type { Channel, Message } from "../../src/api/types";
import { channelPath, expect, test, untilLive } from "./fixtures";
import { picture } from "./picture";
import { composer, feed, menuOf, row, thread, write } from "./screen";

const item = (page: Page, name: string) => page.getByRole("menuitem", { name });

/** Chooses an entry of a row's menu. */
async function choose(page: Page, target: Locator, name: string): Promise<void> {
  await menuOf(target);
  await item(page, name).click();
}

test("a reaction picked by name is there at once for the other one, who sees whose it is", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "王小明");
  await people[0].say(channel.id, "The demo went well");
  const maya = await world.inChannel(people[0], channel);
  const ming = await world.inChannel(people[1], channel, { locale: "zh" });
  const hers = row(maya, "The demo went well");
  await hers.hover();
  await hers.getByRole("button", { name: "Add a reaction" }).click();
  await maya.getByLabel("Search emoji").fill("tada");
  await expect(maya.getByRole("gridcell").first()).toHaveText("🎉");
  await maya.keyboard.press("Enter");
  await expect(hers.getByRole("button", { name: "🎉, 1 person" })).toHaveAttribute("aria-pressed", "true");
  const his = row(ming, "The demo went well");
  await his.getByRole("button", { name: "🎉，1 人" }).click();
  await expect(hers.getByRole("button", { name: "🎉, 2 people" })).toBeVisible();
  await choose(maya, hers, "Who reacted");
  const who = maya.getByRole("dialog", { name: "Who reacted" });
  await expect(who.getByText("王小明")).toBeVisible();
  await expect(who.getByText("Maya Chen")).toBeVisible();
  await maya.keyboard.press("Escape");
  await hers.getByRole("button", { name: "🎉, 2 people" }).click();
  await expect(his.getByRole("button", { name: "🎉，1 人" })).toHaveAttribute("aria-pressed", "true");
});

test("a reaction without a network is shown at once, and told when it is back", async ({ world }) => {
  world.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket connection/, /error occurred when fetching the script/);
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const said = await people[1].say(channel.id, "under a tunnel");
  const page = await world.inChannel(people[0], channel);
  const target = row(page, "under a tunnel");
  await target.hover();
  const thumb = target.getByRole("button", { name: "React with 👍" });
  await expect(thumb).toBeVisible();
  await page.context().setOffline(true);
  await thumb.click();
  await expect(target.getByRole("button", { name: "👍, 1 person" })).toHaveAttribute("aria-pressed", "true");
  await page.context().setOffline(false);
  await expect
    .poll(async () => (await people[1].get<Message>(`/messages/${said.id}`)).reactions.map((one) => one.emoji))
    .toEqual(["👍"]);
});

test("an edit that lost a race is shown what it lost to, and the earlier texts stay", async ({ world }) => {
  // The refusal is what this is about.
  world.allow(/status of 412/);
  const { people, channel } = await world.team("Maya Chen");
  const said = await people[0].say(channel.id, "We ship on Monday");
  const page = await world.inChannel(people[0], channel);
  await choose(page, row(page, "We ship on Monday"), "Edit");
  const field = page.getByRole("textbox", { name: "Edit" });
  await expect(field).toBeFocused();
  await field.fill("We ship on Wednesday");
  await people[0].patch(`/messages/${said.id}`, { body: "We ship on Tuesday" });
  await field.press("Enter");
  await expect(page.getByText("This was changed on another device meanwhile.")).toBeVisible();
  await expect(page.getByRole("alert").getByText("We ship on Tuesday")).toBeVisible();
  await page.getByRole("button", { name: "Replace it with mine" }).click();
  const mine = row(page, "We ship on Wednesday");
  await mine.getByRole("button", { name: "edited" }).click();
  const before = page.getByRole("dialog", { name: "Earlier texts" });
  await expect(before.getByRole("listitem")).toHaveText([/We ship on Tuesday/, /We ship on Monday/]);
});

test("↑ in an empty composer edits my last message, and the focus goes back", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  await people[0].say(channel.id, "a tyop of mine");
  await people[1].say(channel.id, "of somebody else");
  const page = await world.inChannel(people[0], channel);
  await expect(row(page, "of somebody else")).toBeVisible();
  await composer(page).focus();
  await page.keyboard.press("ArrowUp");
  const field = page.getByRole("textbox", { name: "Edit" });
  await expect(field).toHaveValue("a tyop of mine");
  await field.fill("a typo of mine");
  await field.press("Enter");
  await expect(row(page, "a typo of mine").getByRole("button", { name: "edited" })).toBeVisible();
  await expect(composer(page)).toBeFocused();
});

test("a deleted message leaves a tombstone that keeps its thread", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const root = await people[0].say(channel.id, "said too early");
  await people[1].say(channel.id, "an answer", { parent_id: root.id });
  const maya = await world.inChannel(people[0], channel);
  const ben = await world.inChannel(people[1], channel);
  await expect(row(ben, "said too early").getByRole("button", { name: /1 reply/ })).toBeVisible();
  await choose(maya, row(maya, "said too early"), "Delete");
  const ask = maya.getByRole("alertdialog");
  await expect(ask.getByRole("button", { name: "Cancel" })).toBeFocused();
  await ask.getByRole("button", { name: "Delete" }).click();
  await expect(row(ben, "This message was deleted")).toBeVisible();
  await expect(ben.getByText("said too early")).toHaveCount(0);
  await row(ben, "This message was deleted")
    .getByRole("button", { name: /1 reply/ })
    .click();
  await expect(row(thread(ben), "an answer")).toBeVisible();
});

test("pictures open large, are walked by arrow keys, and the focus returns to the one they came from", async ({
  world,
}) => {
  const { people, workspace, channel } = await world.team("Maya Chen");
  const names = ["one.png", "two.png", "three.png"];
  const files = await Promise.all(
    names.map((name, at) =>
      people[0].upload(workspace.id, name, "image/png", new Uint8Array(picture(320 + at * 40, 200))),
    ),
  );
  await people[0].say(channel.id, "three pictures", { file_ids: files.map((file) => file.id) });
  const page = await world.inChannel(people[0], channel);
  const tile = row(page, "three pictures").getByRole("button", { name: "Open two.png" });
  await tile.focus();
  await page.keyboard.press("Enter");
  const viewer = page.getByRole("dialog", { name: "Pictures" });
  await expect(viewer.getByText("2 of 3")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(viewer.getByText("three.png")).toBeVisible();
  await expect(viewer.getByRole("link", { name: "Download" })).toHaveAttribute("href", files[2]?.url ?? "");
  await page.keyboard.press("Escape");
  await expect(viewer).toHaveCount(0);
  await expect(tile).toBeFocused();
});

test("a copied link leads whoever may see it to the message", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  await people[0].say(channel.id, "the one that matters");
  await people[0].sayAll(
    channel.id,
    Array.from({ length: 70 }, (_, at) => `filler ${at}`),
  );
  const maya = await world.inChannel(people[0], channel, {
    before: (page) => page.context().grantPermissions(["clipboard-read", "clipboard-write"]),
  });
  await people[0].say(channel.id, "see above");
  await expect(row(maya, "see above")).toBeVisible();
  await feed(maya).evaluate((list) => list.parentElement?.scrollTo(0, 0));
  const target = row(maya, "the one that matters");
  await expect(target).toBeVisible();
  await choose(maya, target, "Copy link");
  await expect(maya.getByText("Link copied")).toBeVisible();
  const link = await maya.evaluate(() => navigator.clipboard.readText());
  const { pathname, search } = new URL(link);
  expect(pathname).toBe(channelPath(channel));
  const ben = await world.at(people[1], pathname + search);
  await untilLive(ben);
  await expect(row(ben, "the one that matters")).toBeInViewport();
});

test("code is coloured and copied, mathematics is set, a wide table is scrolled by keys", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const code = 'fn main() {\n    println!("hi");\n}';
  await people[0].say(channel.id, `\`\`\`rust\n${code}\n\`\`\``);
  await people[0].say(channel.id, "Euler: $e^{i\\pi} + 1 = 0$ and\n\n$$\n\\sum_{k=1}^n k\n= \\frac{n(n+1)}{2}\n$$");
  await people[0].say(channel.id, "|name|value|\n|-|-:|\n|latency|12 ms|");
  const page = await world.inChannel(people[0], channel, {
    before: (tab) => tab.context().grantPermissions(["clipboard-read", "clipboard-write"]),
  });
  const block = row(page, "println");
  await expect(block.locator(".hljs-keyword").first()).toHaveText("fn");
  await block.getByRole("button", { name: "Copy code" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(code);
  await expect(row(page, "Euler").locator(".katex")).toHaveCount(2);
  await expect(row(page, "latency").getByRole("region", { name: "Table" })).toHaveAttribute("tabindex", "0");
});

test("what was refused says why, and can be sent again or thrown away", async ({ world }) => {
  // Without a network, and then from an archived channel.
  world.allow(
    /ERR_INTERNET_DISCONNECTED/,
    /WebSocket connection/,
    /error occurred when fetching the script/,
    /status of 403/,
  );
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const ben = await world.inChannel(people[1], channel);
  await ben.context().setOffline(true);
  await write(ben, "first words on a train");
  await write(ben, "second words on a train");
  const [first, second] = [row(ben, "first words"), row(ben, "second words")];
  await expect(first.getByText("Queued.")).toBeVisible();
  await people[0].post(`/channels/${channel.id}/archive`);
  await ben.context().setOffline(false);
  await expect(first.getByText(/Not sent\. This channel is archived/)).toBeVisible();
  await expect(second.getByText(/Not sent\. This channel is archived/)).toBeVisible();
  await second.getByRole("button", { name: "Delete" }).click();
  await expect(second).toHaveCount(0);
  await people[0].post(`/channels/${channel.id}/unarchive`);
  await first.getByRole("button", { name: "Retry" }).click();
  await expect(first.getByText("Not sent")).toHaveCount(0);
  await expect
    .poll(async () => (await people[0].history(channel.id)).map((one) => one.body))
    .toEqual(["first words on a train"]);
});

test("keys act on the row that has the focus", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  await people[1].say(channel.id, "first");
  await people[0].say(channel.id, "second");
  const page = await world.inChannel(people[0], channel);
  const second = row(page, "second");
  await second.focus();
  await page.keyboard.press("p");
  await expect(second.getByRole("img", { name: "pinned" })).toBeVisible();
  await page.keyboard.press("+");
  await expect(page.getByLabel("Search emoji")).toBeFocused();
  await page.keyboard.press("Escape");
  await second.focus();
  await page.keyboard.press("e");
  await expect(page.getByRole("textbox", { name: "Edit" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(second).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(second.getByRole("button", { name: "Maya Chen" })).toBeFocused();
  await second.getByRole("button", { name: "React with 👍" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(second.getByRole("button", { name: "More" })).toBeFocused();
  await second.focus();
  await page.keyboard.press("r");
  await expect(thread(page)).toBeVisible();
});

test("who has read my newest message is shown below it", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  await people[0].say(channel.id, "please read this");
  const said = await people[0].say(channel.id, "and have a look");
  await people[1].post(`/channels/${channel.id}/read`, { message_no: said.message_no });
  const page = await world.inChannel(people[0], channel);
  await row(page, "and have a look").getByRole("button", { name: "Seen by 1" }).click();
  await expect(page.getByRole("dialog", { name: "Seen by 1" }).getByText("Ben Okafor")).toBeVisible();
  await expect(row(page, "please read this").getByText(/Seen by/)).toHaveCount(0);
});

test("marked unread from a message on, it is unread on the server and divided here", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  await people[1].sayAll(channel.id, ["first", "second", "third"]);
  const page = await world.inChannel(people[0], channel);
  const unread = async () => (await people[0].get<Channel>(`/channels/${channel.id}`)).membership?.unread;
  await expect(row(page, "third")).toBeVisible();
  await choose(page, row(page, "second"), "Mark unread from here");
  await expect(row(page, "second").getByRole("heading", { name: "New messages" })).toBeVisible();
  await expect.poll(unread).toBe(2);
});

test("a long press opens the same actions under the thumb", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  await people[0].say(channel.id, "held for a while");
  const page = await world.inChannel(people[0], channel, { viewport: { width: 390, height: 844 } });
  const held = row(page, "held for a while");
  const touch = { pointerType: "touch", isPrimary: true, bubbles: true, clientX: 120, clientY: 300 };
  await held.getByText("held for a while").dispatchEvent("pointerdown", touch);
  const sheet = page.getByRole("dialog", { name: /What to do with the message/ });
  await expect(sheet.getByRole("button", { name: "Copy link" })).toBeVisible();
  await sheet.getByRole("button", { name: "React with 👍" }).click();
  await expect(sheet).toHaveCount(0);
  await expect(held.getByRole("button", { name: "👍, 1 person" })).toBeVisible();
});
