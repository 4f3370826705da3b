import type { Page } from "@playwright/test";
import type { Channel, Me } from "../../src/api/types";
import { expect, test, untilLive } from "./fixtures";
import { PASSWORD } from "./people";

const sidebar = (page: Page) => page.getByRole("navigation", { name: "Channels and conversations" });
const menuItem = (page: Page, name: string) => page.getByRole("menuitem", { name, exact: true });
const answer = (page: Page, name: string) => page.getByRole("alertdialog").getByRole("button", { name, exact: true });
const settings = (workspace: string, tab: string) => `/w/${workspace}/settings/${tab}`;

async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByRole("textbox", { name: "Email or handle" }).fill(login);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await untilLive(page);
}

test("a workspace gets another name for everybody, and an invitation is withdrawn", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const his = await world.inChannel(people[1], channel);
  const hers = await world.inChannel(people[0], channel);
  const menu = (name: string) => sidebar(hers).getByRole("button", { name });

  await menu(workspace.name).click();
  await menuItem(hers, "Workspace settings").click();
  await hers.getByRole("textbox", { name: "Name of the workspace" }).fill("Harbour Office");
  await hers.getByRole("button", { name: "Save" }).click();
  await expect(sidebar(his).getByRole("button", { name: "Harbour Office" })).toBeVisible();

  await menu("Harbour Office").click();
  await menuItem(hers, "Invite people").click();
  await hers.getByRole("button", { name: "Create an invitation link" }).click();
  const link = await hers.getByRole("textbox", { name: "Invitation link" }).inputValue();
  const guest = await world.stranger(new URL(link).pathname);
  await expect(guest.getByText("You are invited to Harbour Office")).toBeVisible();

  await hers.getByRole("button", { name: "Invitations" }).click();
  const given = hers.getByRole("dialog").getByRole("listitem").filter({ hasText: link });
  await given.getByRole("button", { name: "Withdraw" }).click();
  await answer(hers, "Withdraw").click();
  await expect(given).toBeHidden();
  world.allow(/status of 410/);
  await guest.reload();
  await expect(guest.getByText("This invitation is no longer valid")).toBeVisible();
});

test("roles are given by those who have them, and who is removed loses the workspace at once", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const his = await world.inChannel(people[1], channel);
  const hers = await world.inChannel(people[0], channel);
  await sidebar(his).getByRole("button", { name: workspace.name }).click();
  await expect(menuItem(his, "People")).toBeVisible();
  await expect(menuItem(his, "Workspace settings")).toBeHidden();
  await his.keyboard.press("Escape");

  await sidebar(hers).getByRole("button", { name: workspace.name }).click();
  await menuItem(hers, "People").click();
  const line = hers.getByRole("dialog").getByRole("listitem").filter({ hasText: "Ben Okafor" });
  await line.getByRole("button", { name: "Actions for Ben Okafor" }).click();
  await menuItem(hers, "Make admin").click();
  await expect(line).toContainText("admin");
  await sidebar(his).getByRole("button", { name: workspace.name }).click();
  await expect(menuItem(his, "Workspace settings")).toBeVisible();
  await his.keyboard.press("Escape");

  await line.getByRole("button", { name: "Actions for Ben Okafor" }).click();
  await menuItem(hers, "Remove from workspace").click();
  await answer(hers, "Remove from workspace").click();
  await expect(line).toBeHidden();
  // He is in no other: what is left is to make one.
  await expect(his.getByText("Create your workspace")).toBeVisible();
});

test("a status and a new name are seen by whom one talks to", async ({ world }) => {
  const { people, workspace } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const direct = await ben.post<Channel>(`/workspaces/${workspace.id}/dms`, { user_ids: [maya.id] });
  await ben.say(direct.id, "Are you there?");
  const his = await world.inChannel(ben, direct);
  const hers = await world.inChannel(maya, direct);

  await hers.getByRole("button", { name: "Account of Maya Chen" }).first().click();
  await menuItem(hers, "Set a status").click();
  await hers.getByRole("button", { name: "In a meeting" }).click();
  await hers.getByRole("radio", { name: "do not disturb" }).check();
  await hers.getByRole("button", { name: "Save" }).click();
  await expect(his.locator("header").getByText("In a meeting")).toBeVisible();
  await expect(his.locator("header").getByText("do not disturb")).toBeVisible();

  await hers.goto(settings(workspace.id, "profile"));
  await hers.getByRole("textbox", { name: "Name", exact: true }).fill("Maya Chen-Okafor");
  // What is not saved is asked about.
  await hers.getByRole("link", { name: "Appearance" }).click();
  await answer(hers, "Cancel").click();
  await hers.getByRole("button", { name: "Save" }).click();
  await expect(sidebar(his).getByRole("link", { name: /Maya Chen-Okafor/ })).toBeVisible();
});

test("a card says who somebody is, and leads to a talk with them", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "王小明");
  const [maya, wang] = people;
  await wang.say(channel.id, "收到");
  const hers = await world.inChannel(maya, channel);
  await hers.getByRole("button", { name: "2 members" }).click();
  const opener = hers
    .getByRole("complementary")
    .getByRole("button", { name: /^王小明|王小明 @/ })
    .first();
  await opener.click();
  const card = hers.getByRole("dialog", { name: "Profile of 王小明" });
  await expect(card.getByText(`@${wang.me.handle}`)).toBeVisible();
  await hers.keyboard.press("Escape");
  await expect(card).toBeHidden();
  await expect(opener).toBeFocused();
  await opener.click();
  await card.getByRole("button", { name: "Message" }).click();
  await expect(hers.getByRole("heading", { level: 1, name: "王小明" })).toBeVisible();
});

test("ending the other sessions signs the other browser out, and so does a new password", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen");
  const [maya] = people;
  // A session that ends answers 401 to what was under way.
  world.allow(/status of 401/);
  const elsewhere = await world.inChannel(maya, channel);
  const here = await world.at(maya, settings(workspace.id, "security"));
  await untilLive(here);
  await here.getByRole("button", { name: "End all others" }).click();
  await answer(here, "End").click();
  await expect(elsewhere).toHaveURL(/sign-in/);
  await signIn(elsewhere, maya.email, PASSWORD);

  const words = "a longer and better one";
  await here.getByRole("textbox", { name: "Current password" }).fill("not this one");
  await here.getByRole("textbox", { name: "New password" }).fill(words);
  await here.getByRole("button", { name: "Change password" }).click();
  await expect(here.getByText("This is not your current password.")).toBeVisible();
  await here.getByRole("textbox", { name: "Current password" }).fill(PASSWORD);
  await here.getByRole("button", { name: "Change password" }).click();
  await expect(elsewhere).toHaveURL(/sign-in/);
  await signIn(elsewhere, maya.email, words);
});

test("language and colours change at once, without loading the page anew, and stay with the account", async ({
  world,
}) => {
  const { people, workspace } = await world.team("Maya Chen");
  const page = await world.at(people[0], settings(workspace.id, "appearance"));
  await untilLive(page);
  await page.evaluate(() => Object.assign(window, { sameLoad: true }));
  await page.getByRole("radio", { name: "中文" }).check();
  await expect(page.getByRole("heading", { name: "外观" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await page.getByRole("radio", { name: "深色" }).check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("radio", { name: /紧凑/ }).check();
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
  expect(await page.evaluate(() => "sameLoad" in window)).toBe(true);
  await expect
    .poll(async () => {
      const { locale, theme } = await people[0].get<Me>("/users/me");
      return { locale, theme };
    })
    .toEqual({ locale: "zh", theme: "dark" });
});

test("a channel is made with people in it, muted from its row, and read with all the others", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const hers = await world.inChannel(maya, channel);
  await sidebar(hers).getByRole("button", { name: "Browse channels" }).click();
  await hers.getByRole("tab", { name: "Create channel" }).click();
  await hers.getByRole("textbox", { name: "Name", exact: true }).fill("berths");
  await hers.getByRole("radio", { name: /^Private/ }).check();
  await hers.getByRole("button", { name: "Add people" }).click();
  await hers.getByRole("checkbox", { name: /Ben Okafor/ }).check();
  await hers.getByRole("button", { name: "Create channel" }).click();
  await expect(hers.getByRole("heading", { level: 1, name: "berths" })).toBeVisible();

  const { data } = await ben.get<{ data: Channel[] }>(`/workspaces/${workspace.id}/channels?limit=200`);
  const berths = data.find((one) => one.name === "berths");
  if (!berths) throw new Error("Ben is not in #berths");
  await sidebar(hers)
    .getByRole("link", { name: channel.name ?? "" })
    .click();
  await ben.say(berths.id, "Two free ones");
  const link = sidebar(hers).getByRole("link", { name: /berths/ });
  await expect(link).toContainText("1 unread message");

  await link.click({ button: "right" });
  await menuItem(hers, "Mute").click();
  await expect(link).not.toContainText("unread");
  await expect(link).toBeFocused();
  await link.click({ button: "right" });
  await menuItem(hers, "Unmute").click();
  await expect(link).toContainText("1 unread message");
  await hers.keyboard.press("Shift+Escape");
  await expect(link).not.toContainText("unread");
});
