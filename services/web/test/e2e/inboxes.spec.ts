import type { Locator, Page } from "@playwright/test";
import { expect, test, untilLive } from "./fixtures";
import { invite, Person } from "./people";
import { composer, feed, menuOf, row, thread, write } from "./screen";

const inboxLink = (page: Page, name: RegExp): Locator =>
  page.locator("[data-region=sidebar]").getByRole("list", { name: "What calls you" }).getByRole("link", { name });
const list = (page: Page, name: string): Locator => page.getByRole("main").getByRole("list", { name });

test("a mention is counted in the sidebar, stands in the inbox, and leads to its place", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const other = await world.channel(workspace, ben, { members: [maya] });
  const page = await world.inChannel(maya, other);
  await inboxLink(page, /^Mentions/).click();
  await expect(page.getByRole("heading", { name: "Nobody has mentioned you yet" })).toBeVisible();

  const root = await ben.say(channel.id, "Where do we eat?");
  await ben.say(channel.id, `\`@${maya.me.handle}\` is code`);
  const said = await ben.say(channel.id, `@${maya.me.handle} you choose`);
  for (let n = 0; n < 30; n += 1) await ben.say(channel.id, `line ${n}`);
  await ben.say(channel.id, `in the thread, @${maya.me.handle}`, { parent_id: root.id });
  await expect(inboxLink(page, /^Mentions.*2 mentions/)).toBeVisible();
  const entries = list(page, "Mentions").getByRole("listitem");
  await expect(entries).toHaveText([/in the thread/, /you choose/]);
  await expect(entries.first().getByRole("img", { name: "Unread" })).toBeVisible();

  await entries
    .nth(1)
    .getByRole("link", { name: /^Message by Ben Okafor/ })
    .click();
  await expect(page).toHaveURL(new RegExp(`at=${said.seq}`));
  await expect(row(feed(page), "you choose")).toBeInViewport();
  await expect(inboxLink(page, /^Mentions.*1 mention/)).toBeVisible();

  await page.goBack();
  await entries
    .first()
    .getByRole("link", { name: /^Thread by Ben Okafor/ })
    .click();
  await expect(row(thread(page), "in the thread")).toBeInViewport();
  await expect(inboxLink(page, /^Mentions$/)).toBeVisible();
  await page.goBack();
  await expect(entries.first()).toBeVisible();
  await expect(page.getByRole("img", { name: "Unread" })).toHaveCount(0);

  await ben.patch(`/messages/${said.id}`, { body: "you choose" });
  await expect(entries).toHaveText([/in the thread/]);
});

test("a thread that I follow calls me on every device until I read it or stop to follow", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const root = await maya.say(channel.id, "Who brings the cake?");
  const elsewhere = await world.channel(workspace, maya);
  const page = await world.inChannel(maya, elsewhere);
  const phone = await world.at(maya, `/w/${workspace.id}/threads`, { viewport: { width: 390, height: 800 } });
  await untilLive(phone);
  await expect(phone.getByRole("heading", { name: "You follow no threads yet" })).toBeVisible();

  await ben.say(channel.id, "I do", { parent_id: root.id });
  await expect(inboxLink(page, /^Threads.*1 unread thread/)).toBeVisible();
  const entry = list(phone, "Threads").getByRole("listitem");
  await expect(entry).toHaveText([/Who brings the cake\?.*I do.*1 reply/s]);
  await expect(entry.getByRole("img", { name: "Unread" })).toBeVisible();

  await inboxLink(page, /^Threads/).click();
  await list(page, "Threads")
    .getByRole("link", { name: /^Thread by Maya Chen/ })
    .click();
  await expect(row(thread(page), "I do")).toBeVisible();
  await expect(inboxLink(page, /^Threads$/)).toBeVisible();
  await expect(entry.getByRole("img", { name: "Unread" })).toHaveCount(0);

  const follow = thread(page).getByRole("button", { name: "Follow thread" });
  await expect(follow).toHaveAttribute("aria-pressed", "true");
  await follow.click();
  await expect(follow).toHaveAttribute("aria-pressed", "false");
  await expect(phone.getByRole("heading", { name: "You follow no threads yet" })).toBeVisible();
  await ben.say(channel.id, "with candles", { parent_id: root.id });
  await expect(row(thread(page), "with candles")).toBeVisible();
  await expect(inboxLink(page, /^Threads$/)).toBeVisible();

  await thread(page).getByRole("button", { name: "Close thread" }).click();
  await menuOf(row(feed(page), "Who brings the cake?"));
  await page.getByRole("menuitem", { name: "Follow thread" }).click();
  await expect(entry).toHaveText([/with candles/]);
  await write(page, "and a word here");
  await expect(row(page, "and a word here")).toBeVisible();
});

test("a call to many people is asked about, and what was written offline is not lost by it", async ({ world }) => {
  // The refusal is what this is about, and so is being offline.
  world.allow(/status of 409/, /ERR_INTERNET_DISCONNECTED/, /WebSocket connection/, /fetching the script/);
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya] = people;
  const crowd: Person[] = [];
  while (crowd.length < 50) {
    const ten = await Promise.all(Array.from({ length: 10 }, (_, n) => Person.create(`One of ${crowd.length + n}`)));
    crowd.push(...ten);
  }
  await invite(workspace.id, maya, crowd);
  for (const one of crowd) await one.post(`/channels/${channel.id}/join`);

  const page = await world.inChannel(maya, channel);
  const question = page.getByRole("alertdialog", { name: "Notify 51 people?" });
  await write(page, "@channel cake in the kitchen");
  await expect(question).toBeVisible();
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(question).toHaveCount(0);
  const unsent = row(page, "cake in the kitchen");
  await expect(unsent.getByText("Not sent")).toBeVisible();
  await unsent.getByRole("button", { name: "Retry" }).click();
  await question.getByRole("button", { name: "Send and notify" }).click();
  await expect(unsent.getByText("Not sent")).toHaveCount(0);
  await expect
    .poll(async () => (await maya.history(channel.id)).map((one) => one.body))
    .toContain("@channel cake in the kitchen");

  await page.context().setOffline(true);
  await expect(page.locator("html")).toHaveAttribute("data-link", "offline");
  await write(page, "@channel and tea");
  await write(page, "for everybody");
  await page.context().setOffline(false);
  await untilLive(page);
  await expect(question).toBeVisible();
  await page.reload();
  await question.getByRole("button", { name: "Send and notify" }).click();
  await expect
    .poll(async () => (await maya.history(channel.id)).map((one) => one.body).sort())
    .toEqual(["@channel and tea", "@channel cake in the kitchen", "for everybody"]);
  await expect(composer(page)).toBeVisible();
});
