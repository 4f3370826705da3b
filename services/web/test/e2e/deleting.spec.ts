import type { Page } from "@playwright/test";
import type { Channel } from "../../src/api/types";
import { channelPath, expect, test, untilLive } from "./fixtures";
import type { Person } from "./people";
import { composer, row, write } from "./screen";

const sidebar = (page: Page) => page.getByRole("navigation", { name: "Channels and conversations" });
const inSidebar = (page: Page, name: string) => sidebar(page).getByRole("link", { name: new RegExp(name) });
const menuItem = (page: Page, name: string) => page.getByRole("menuitem", { name, exact: true });
const answer = (page: Page, name: string) => page.getByRole("alertdialog").getByRole("button", { name, exact: true });
const pane = (page: Page) => page.getByRole("complementary", { name: /^Details of/ });
const details = (channel: Channel, tab: string) => `${channelPath(channel)}?details=${tab}`;

async function typesAndConfirms(page: Page, name: string, button: string): Promise<void> {
  await expect(answer(page, button)).toBeDisabled();
  await page.getByRole("alertdialog").getByRole("textbox").fill(name);
  await answer(page, button).click();
}

test("a deleted channel is undone from the notice, and later from what was recently deleted", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const name = channel.name ?? "";
  await maya.say(channel.id, "Keep this");
  const his = await world.inChannel(ben, channel);
  const hers = await world.at(maya, details(channel, "settings"));
  await untilLive(hers);

  // One's own messages too: what is marked while the channel goes is refused.
  const isRead = (person: Person) =>
    expect
      .poll(async () => {
        const { head_message_no, membership } = await person.get<Channel>(`/channels/${channel.id}`);
        return head_message_no - (membership?.read_message_no ?? 0);
      }, "what was shown is marked as read")
      .toBe(0);
  await isRead(ben);
  await isRead(maya);
  await pane(hers).getByRole("button", { name: "Delete channel" }).click();
  await typesAndConfirms(hers, name, "Delete channel");
  await expect(inSidebar(his, name)).toBeHidden();
  await hers.getByRole("button", { name: "Undo" }).click();
  await expect(row(hers, "Keep this")).toBeVisible();
  await inSidebar(his, name).click();
  await expect(row(his, "Keep this")).toBeVisible();
  // Live again for both, not only to be looked at.
  await write(his, "Still here");
  await expect(row(hers, "Still here")).toBeVisible();

  await isRead(ben);
  await isRead(maya);
  await maya.delete(`/channels/${channel.id}`);
  await expect(inSidebar(hers, name)).toBeHidden();
  await sidebar(hers).getByRole("button", { name: workspace.name }).click();
  await menuItem(hers, "Recently deleted").click();
  await hers
    .getByRole("dialog")
    .getByRole("button", { name: `Restore #${name}` })
    .click();
  await expect(row(hers, "Still here")).toBeVisible();
  await expect(inSidebar(his, name)).toBeVisible();
});

test("a deleted workspace is gone for both, who stay signed in, and comes back with its talk", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  await maya.say(channel.id, "All of it comes back");
  const his = await world.inChannel(ben, channel);
  const hers = await world.inChannel(maya, channel);
  await sidebar(his).getByRole("button", { name: workspace.name }).click();
  await expect(menuItem(his, "Leave workspace")).toBeVisible();
  await expect(menuItem(his, "Delete workspace")).toBeHidden();
  await his.keyboard.press("Escape");

  await sidebar(hers).getByRole("button", { name: workspace.name }).click();
  await menuItem(hers, "Delete workspace").click();
  await typesAndConfirms(hers, workspace.name, "Delete workspace");
  for (const page of [hers, his]) await expect(page.getByText("Create your workspace")).toBeVisible();
  // Beside the notice, for whoever has not been quick enough.
  await hers.getByRole("button", { name: `Restore ${workspace.name}` }).click();

  await inSidebar(hers, channel.name ?? "").click();
  await expect(row(hers, "All of it comes back")).toBeVisible();
  await his.goto(channelPath(channel));
  await untilLive(his);
  await write(hers, "And on we go");
  await expect(row(his, "And on we go")).toBeVisible();
});

test("an owner hands a channel on before leaving, and where only admins post the others read", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const his = await world.inChannel(ben, channel);
  const hers = await world.at(maya, details(channel, "settings"));
  await pane(hers)
    .getByRole("radio", { name: /^Admins only/ })
    .click();
  await expect(composer(his)).toBeHidden();
  await expect(composer(hers)).toBeVisible();

  world.allow(/status of 409/);
  await pane(hers).getByRole("button", { name: "Leave" }).click();
  await answer(hers, "Leave").click();
  await expect(hers.getByText("Somebody else has to become an owner first.")).toBeVisible();
  await hers.goto(details(channel, "members"));
  const line = pane(hers).getByRole("listitem").filter({ hasText: "Ben Okafor" });
  await line.getByRole("button", { name: "Actions for Ben Okafor" }).click();
  await menuItem(hers, "Make owner").click();
  await answer(hers, "Make owner").click();
  await expect(composer(his)).toBeVisible();
  await hers.goto(details(channel, "settings"));
  await pane(hers).getByRole("button", { name: "Leave" }).click();
  await answer(hers, "Leave").click();
  await expect(inSidebar(hers, channel.name ?? "")).toBeHidden();
});
