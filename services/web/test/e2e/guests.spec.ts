import type { Page } from "@playwright/test";
import { channelPath, expect, test, untilLive } from "./fixtures";
import { PASSWORD, unique } from "./people";
import { row, write } from "./screen";

const pane = (page: Page) => page.getByRole("complementary", { name: /^Details of/ });
const sidebar = (page: Page) => page.getByRole("navigation", { name: /Channels and conversations|频道/ });

async function comesIn(page: Page, enter = "Enter as guest"): Promise<void> {
  await page.getByRole("button", { name: enter }).click();
  await untilLive(page);
}

test("a channel is opened by a link, a guest comes in and talks, and is shown out", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya] = people;
  world.allow(/status of 401/, /WebSocket connection to .* failed/);
  const hers = await world.at(maya, `${channelPath(channel)}?details=settings`);
  await untilLive(hers);
  await pane(hers).getByRole("button", { name: "Create a guest link" }).click();
  const dialog = hers.getByRole("dialog", { name: "New guest link" });
  await dialog.getByLabel("Who comes in stays for").selectOption({ label: "3 days" });
  await dialog.getByRole("button", { name: "Create a guest link" }).click();
  const link = await dialog.getByRole("textbox", { name: "Address of the guest link" }).inputValue();
  await hers.keyboard.press("Escape");

  const his = await world.stranger(new URL(link).pathname);
  await expect(his.getByRole("heading", { name: `Come in to #${channel.name}` })).toBeVisible();
  await expect(his.getByText("talk for 3 days")).toBeVisible();
  await comesIn(his);
  await expect(his).toHaveURL(channelPath(channel));
  await expect(his.getByText(/^You are here as .+, a guest, until/)).toBeVisible();
  await expect(sidebar(his).locator("a[href*='/c/']")).toHaveCount(1);
  for (const name of ["Invite people", "Browse channels", "New conversation", "Add a workspace"]) {
    await expect(his.getByRole("button", { name })).toHaveCount(0);
  }
  await write(his, "May I ask something?");
  await expect(row(hers, "May I ask something?").getByText("guest", { exact: true })).toBeVisible();
  await maya.say(channel.id, "Please do");
  await expect(row(his, "Please do")).toBeVisible();
  await his.goto(`/w/${workspace.id}/settings/security`);
  await expect(his.getByRole("link", { name: "Security" })).toHaveCount(0);

  await hers.reload();
  await expect(pane(hers).getByText("1 came in · 1 is here")).toBeVisible();
  await pane(hers).getByRole("button", { name: "Withdraw" }).click();
  const asked = hers.getByRole("alertdialog");
  await asked.getByRole("checkbox", { name: "Also show those out who came in by it" }).check();
  await asked.getByRole("button", { name: "Withdraw" }).click();
  await expect(his).toHaveURL(/\/sign-in/);
  await expect(pane(hers).getByText("This channel is closed to people without an account.")).toBeVisible();
  await expect(row(hers, "May I ask something?")).toBeVisible();
});

test("a guest goes by another name, and makes an account to stay", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const [maya] = people;
  world.allow(/status of (401|409)/);
  const { code } = await maya.post<{ code: string }>(`/channels/${channel.id}/guest-links`, {});
  const page = await world.stranger(`/g/${code}`);
  await comesIn(page);
  await write(page, "I like it here");
  await page.getByRole("button", { name: "Change name" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Zoë Kraus");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/^You are here as Zoë Kraus, a guest/)).toBeVisible();

  await page.getByRole("button", { name: "Create an account to stay" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Handle")).toHaveValue("zoe.kraus");
  await dialog.getByLabel("Email").fill(maya.email);
  await dialog.getByLabel("Handle").fill(unique("zoe"));
  await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await dialog.getByRole("button", { name: "Create account" }).click();
  await expect(dialog.getByText("An account with this email exists already.")).toBeVisible();
  const email = `${unique("zoe")}@e2e.example`;
  await dialog.getByLabel("Email").fill(email);
  await dialog.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("The account is yours. Welcome!")).toBeVisible();
  await expect(page.getByText(/^You are here as/)).toHaveCount(0);

  const again = await world.stranger(`/sign-in?next=${encodeURIComponent(channelPath(channel))}`);
  await again.getByLabel("Email or handle").fill(email);
  await again.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await again.getByRole("button", { name: "Sign in" }).click();
  await expect(row(again, "I like it here")).toContainText("Zoë Kraus");
});

test("a guest link speaks Chinese on a phone, gives a Chinese name, and says when it is over", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const [maya] = people;
  world.allow(/status of (401|404|410)/);
  const { code } = await maya.post<{ code: string }>(`/channels/${channel.id}/guest-links`, { max_uses: 1 });
  const looks = { locale: "zh", viewport: { width: 390, height: 780 } } as const;
  const page = await world.stranger(`/g/${code}`, looks);
  await comesIn(page, "以访客身份进入");
  await expect(page.getByText(/^你是访客“\p{Script=Han}+”/u)).toBeVisible();
  await page.goto(`/g/${code}`);
  await expect(page.getByRole("heading", { name: "此链接已失效" })).toBeVisible();
  const other = await world.stranger("/g/nobody-gave-this-out", looks);
  await expect(other.getByRole("heading", { name: "链接不存在" })).toBeVisible();
});
