import type { Page } from "@playwright/test";
import type { Channel } from "../../src/api/types";
import { channelPath, expect, test, untilLive } from "./fixtures";
import { composer, feed, menuOf, row, write } from "./screen";

const FOLDED = "Message from someone you blocked";
const menuItem = (page: Page, name: string) => page.getByRole("menuitem", { name, exact: true });
const answer = (page: Page, name: string) => page.getByRole("alertdialog").getByRole("button", { name, exact: true });
const mentions = (page: Page) => page.getByRole("navigation").getByText(/^\d+ mentions?$/);

test("what somebody blocked writes is folded away on every device, until one looks or relents", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor", "Sofia Rossi");
  const [maya, ben, sofia] = people;
  const other = await world.channel(workspace, maya, { members: people });
  await ben.say(channel.id, "Look at this");
  await sofia.say(channel.id, "Good morning");
  const laptop = await world.inChannel(maya, channel);
  const phone = await world.inChannel(maya, channel);

  await menuOf(row(laptop, "Look at this"));
  await menuItem(laptop, "Block Ben Okafor").click();
  await answer(laptop, "Block").click();
  for (const device of [laptop, phone]) {
    await expect(row(device, FOLDED)).toBeVisible();
    await expect(feed(device).getByText("Look at this")).toHaveCount(0);
    await expect(feed(device).getByText("Ben Okafor")).toHaveCount(0);
    await expect(row(device, "Good morning")).toBeVisible();
  }
  // A mention by him is none; one by somebody else is.
  await ben.say(other.id, `Hello @${maya.me.handle}`);
  await ben.say(channel.id, "And this");
  await expect(row(laptop, FOLDED)).toHaveCount(2);
  await expect(mentions(laptop)).toHaveCount(0);
  await sofia.say(other.id, `Hello @${maya.me.handle}`);
  await expect(mentions(laptop).first()).toContainText("1 mention");

  await row(laptop, FOLDED).last().getByRole("button", { name: "Show" }).click();
  await expect(row(laptop, "And this")).toBeVisible();
  await expect(row(laptop, FOLDED)).toHaveCount(1);

  await laptop.goto(`/w/${workspace.id}/settings/privacy`);
  const blocked = laptop.getByRole("list", { name: "Blocked people" });
  await expect(blocked.getByRole("listitem")).toContainText(["Ben Okafor"]);
  await blocked.getByRole("button", { name: "Unblock Ben Okafor" }).click();
  await expect(laptop.getByText("You have not blocked anybody.")).toBeVisible();
  await expect(row(phone, "Look at this")).toBeVisible();
  await expect(row(phone, FOLDED)).toHaveCount(0);
});

test("two of whom one has blocked the other cannot write to each other, and neither is told why", async ({ world }) => {
  world.allow(/status of 403/);
  const { people, workspace } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const direct = await maya.post<Channel>(`/workspaces/${workspace.id}/dms`, { user_ids: [ben.id] });
  await maya.say(direct.id, "Are you there?");
  await ben.say(direct.id, "I am");
  const hers = await world.inChannel(maya, direct);
  const his = await world.inChannel(ben, direct);
  const header = hers.locator("header[data-region=header]");
  await expect(header.getByText("online")).toBeVisible();

  await row(hers, "I am").getByRole("button", { name: "Ben Okafor" }).first().click();
  await hers.getByRole("dialog").getByRole("button", { name: "Block", exact: true }).click();
  await answer(hers, "Block").click();
  await expect(hers.getByText("You have blocked Ben Okafor.")).toBeVisible();
  await expect(composer(hers)).toHaveCount(0);
  await expect(header.getByText("online")).toHaveCount(0);

  await write(his, "Why so quiet?");
  await expect(row(his, "Why so quiet?").getByText("You cannot message this person.")).toBeVisible();
  await expect(feed(hers).getByText("Why so quiet?")).toHaveCount(0);

  await hers.getByRole("main").getByRole("button", { name: "Unblock" }).click();
  await expect(composer(hers)).toBeVisible();
  await row(his, "Why so quiet?").getByRole("button", { name: "Retry" }).click();
  await expect(row(hers, "Why so quiet?")).toBeVisible();
  await expect(header.getByText("online")).toBeVisible();
});

test("a status ends by itself, and who is invisible looks gone", async ({ world }) => {
  const { people, workspace } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const direct = await maya.post<Channel>(`/workspaces/${workspace.id}/dms`, { user_ids: [ben.id] });
  await maya.say(direct.id, "Lunch?");
  const hers = await world.inChannel(maya, direct);
  const his = await world.at(ben, channelPath(direct));
  await untilLive(his);
  const header = hers.locator("header[data-region=header]");
  const until = new Date(Date.now() + 4_000).toISOString();
  await ben.put("/users/me/status", { presence: "dnd", text: "In a meeting", emoji: "📅", expires_at: until });
  await expect(header.getByText("In a meeting")).toBeVisible();
  await expect(header.getByText("In a meeting")).toHaveCount(0, { timeout: 20_000 });
  await expect(header.getByText("online")).toBeVisible();

  await his.getByRole("button", { name: "Account of Ben Okafor" }).first().click();
  await menuItem(his, "Set a status").click();
  const editor = his.getByRole("dialog", { name: "Set a status" });
  await editor.getByRole("radio", { name: "invisible" }).check();
  await expect(editor.getByText("Invisible: you look offline to everybody.")).toBeVisible();
  await editor.getByRole("button", { name: "Save" }).click();
  await expect(header.getByText("offline")).toBeVisible();
  await write(his, "Still writing");
  await expect(row(hers, "Still writing")).toBeVisible();
  await expect(header.getByText("online")).toHaveCount(0);
});
