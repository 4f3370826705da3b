import type { Page } from "@playwright/test";
import type { Channel } from "../../src/api/types";
import { channelPath, expect, test, untilLive } from "./fixtures";
import { picture } from "./picture";
import { composer, row } from "./screen";

const pane = (page: Page) => page.getByRole("complementary", { name: /^Details of/ });
const inSidebar = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Channels and conversations" }).getByRole("link", { name });
const menuItem = (page: Page, name: string) => page.getByRole("menuitem", { name, exact: true });
const answer = (page: Page, name: string) => page.getByRole("alertdialog").getByRole("button", { name, exact: true });
const details = (channel: Channel, tab: string) => `${channelPath(channel)}?details=${tab}`;

test("somebody who is added, promoted and removed sees the channel come and go", async ({ world }) => {
  const { people, workspace } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const channel = await world.channel(workspace, maya, { name: "harbour", kind: "private" });
  const his = await world.at(ben, `/w/${workspace.id}`);
  await untilLive(his);
  const hers = await world.at(maya, details(channel, "members"));

  await pane(hers).getByRole("button", { name: "Add people" }).click();
  await hers.getByRole("checkbox", { name: /Ben Okafor/ }).check();
  await hers.getByRole("button", { name: "Add 1 person" }).click();
  await inSidebar(his, "harbour").click();
  await expect(his.getByRole("heading", { level: 1, name: "harbour" })).toBeVisible();

  const line = pane(hers).getByRole("listitem").filter({ hasText: "Ben Okafor" });
  await line.getByRole("button", { name: "Actions for Ben Okafor" }).click();
  await menuItem(hers, "Make admin").click();
  await expect(line).toContainText("admin");
  await his.goto(details(channel, "settings"));
  await expect(pane(his).getByRole("radio", { name: /Admins only/ })).toBeEnabled();

  await line.getByRole("button", { name: "Actions for Ben Okafor" }).click();
  await menuItem(hers, "Remove from channel").click();
  await answer(hers, "Remove from channel").click();
  await expect(line).toBeHidden();
  await expect(inSidebar(his, "harbour")).toBeHidden();
  await expect(his).not.toHaveURL(new RegExp(channel.id));
});

test("a new name and topic are seen by the other at once, and only by whom they were given", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const his = await world.inChannel(people[1], channel);
  const hers = await world.at(people[0], details(channel, "about"));

  await pane(hers).getByRole("button", { name: "Rename the channel" }).click();
  await pane(hers).getByRole("textbox", { name: "Name" }).fill("harbour-watch");
  await pane(hers).getByRole("button", { name: "Save" }).click();
  await expect(his.getByRole("heading", { level: 1, name: "harbour-watch" })).toBeVisible();
  await expect(inSidebar(his, "harbour-watch")).toBeVisible();

  await his.getByRole("button", { name: "Details", exact: true }).click();
  // A member sets the topic, the name is for admins.
  await expect(pane(his).getByRole("button", { name: "Rename the channel" })).toBeHidden();
  await pane(his).getByRole("button", { name: "Edit the topic" }).click();
  await pane(his).getByRole("textbox", { name: "Topic" }).fill("Tides and berths");
  await pane(his).getByRole("textbox", { name: "Topic" }).press("Enter");
  await expect(hers.getByRole("banner").or(hers.locator("header")).getByText("Tides and berths").first()).toBeVisible();

  // She may hear of it before he has his answer; until then Esc belongs to what he edits.
  await expect(pane(his).getByRole("textbox", { name: "Topic" })).toBeHidden();
  await his.keyboard.press("Escape");
  await expect(pane(his)).toBeHidden();
});

test("what is pinned is counted, listed, found in the talk, and taken off for both", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const first = await maya.say(channel.id, "The rule of the house");
  await maya.sayAll(
    channel.id,
    Array.from({ length: 70 }, (_, index) => `line ${index}`),
  );
  await maya.put(`/messages/${first.id}/pin`);
  const his = await world.inChannel(ben, channel);
  await expect(row(his, "line 69")).toBeVisible();
  await his.getByRole("button", { name: "1 pinned message" }).click();
  await pane(his).getByRole("button", { name: "Show in conversation" }).click();
  await expect(
    his.getByRole("feed").first().getByRole("article").filter({ hasText: "The rule of the house" }),
  ).toBeInViewport();

  const hers = await world.at(maya, details(channel, "pins"));
  await pane(hers).getByRole("button", { name: "Unpin" }).click();
  await expect(pane(hers).getByText("Nothing is pinned")).toBeVisible();
  await expect(pane(his).getByText("Nothing is pinned")).toBeVisible();
});

test("an archived channel can be read by both and written by none, until it is opened again", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const his = await world.inChannel(people[1], channel);
  const hers = await world.at(people[0], details(channel, "settings"));
  await expect(composer(his)).toBeVisible();

  await pane(hers).getByRole("button", { name: "Archive" }).click();
  for (const page of [hers, his]) {
    await expect(page.getByText("This channel is archived.")).toBeVisible();
    await expect(composer(page)).toBeHidden();
  }
  await expect(inSidebar(his, channel.name ?? "")).toBeHidden();

  await pane(hers).getByRole("button", { name: "Reopen" }).click();
  await expect(composer(his)).toBeVisible();
});

test("who leaves is out, and a channel goes for everybody once its name was typed", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor", "Sara Lind");
  const [maya, ben, sara] = people;
  const name = channel.name ?? "";
  const his = await world.inChannel(ben, channel);
  const saras = await world.inChannel(sara, channel);
  const hers = await world.at(maya, details(channel, "settings"));

  await his.getByRole("button", { name: "More", exact: true }).first().click();
  await menuItem(his, "Leave").click();
  await answer(his, "Leave").click();
  await expect(inSidebar(his, name)).toBeHidden();
  await expect(hers.getByRole("button", { name: "2 members" })).toBeVisible();

  await pane(hers).getByRole("button", { name: "Delete channel" }).click();
  await expect(answer(hers, "Delete channel")).toBeDisabled();
  await hers.getByRole("alertdialog").getByRole("textbox").fill(name);
  await answer(hers, "Delete channel").click();
  await expect(inSidebar(hers, name)).toBeHidden();
  await expect(inSidebar(saras, name)).toBeHidden();
  await expect(saras).not.toHaveURL(new RegExp(channel.id));
  expect(hers.url()).toContain(workspace.id);
});

test("what is shared is listed as it comes, by kind, to be looked at and found in the talk", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const share = async (name: string, type: string, bytes: Uint8Array<ArrayBuffer>) => {
    const file = await maya.upload(workspace.id, name, type, bytes);
    await maya.say(channel.id, `Here is ${name}`, { file_ids: [file.id] });
  };
  await share("tides.txt", "text/plain", new TextEncoder().encode("high at noon"));
  const his = await world.at(ben, details(channel, "files"));
  const files = pane(his).getByRole("list", { name: "Files" });
  await expect(files.getByRole("link", { name: "tides.txt" })).toBeVisible();
  await share("berth.png", "image/png", new Uint8Array(picture(64, 48)));
  await expect(files.getByRole("listitem")).toHaveText([/berth\.png.*Maya Chen/, /tides\.txt/]);

  await pane(his).getByRole("combobox", { name: "Show" }).selectOption("Images");
  await expect(files.getByRole("listitem")).toHaveCount(1);
  await files.getByRole("button", { name: "berth.png", exact: true }).click();
  await expect(his.locator(".yarl__root")).toBeVisible();
  await his.keyboard.press("Escape");
  await expect(his.locator(".yarl__root")).toBeHidden();
  await files.getByRole("button", { name: "Show the message with berth.png" }).click();
  await expect(row(his, "Here is berth.png").first()).toBeInViewport();
  await expect(his).toHaveURL(/at=\d+/);
});
