import { channelPath, expect, test, untilLive } from "./fixtures";
import { newWorkspace, PASSWORD, unique } from "./people";

test("signing up says what is wrong beside each field, and then leads to a first workspace", async ({ world }) => {
  const taken = await world.person("Maya Chen");
  world.allow(/status of (400|409)/);
  const page = await world.stranger("/sign-up");

  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await expect(page.getByRole("alert").filter({ hasText: "This is needed." })).toHaveCount(4);

  await page.getByLabel("Name", { exact: true }).fill("Zoë Kraus");
  await page.getByLabel("Email").fill("not an address");
  await expect(page.getByLabel("Handle")).toHaveValue("zoe.kraus");
  await page.getByLabel("Handle").fill("_");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await expect(page.getByText("Too short: at least 8 characters")).toBeVisible();
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "At least 8 characters." })).toBeVisible();

  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "This does not look right." }).first()).toBeVisible();

  await page.getByLabel("Handle").fill(unique("zoe"));
  await page.getByLabel("Email").fill(taken.email);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("An account with this email exists already.")).toBeVisible();
  await expect(page.getByLabel("Email")).toBeFocused();

  await page.getByLabel("Email").fill(`${unique("zoe")}@e2e.example`);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByLabel("Name of the workspace").fill("Bakery");
  await page.getByRole("button", { name: "Create workspace" }).click();
  await untilLive(page);
  await expect(page.getByRole("navigation", { name: "Channels and conversations" })).toContainText("Bakery");
});

test("a wrong password is refused, the right one leads to where one wanted to go", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const page = await world.stranger(channelPath(channel));

  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("Email or handle").fill(people[0].email);
  await page.getByLabel("Password", { exact: true }).fill("wrong horse");
  await page.getByLabel("Password", { exact: true }).press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "Wrong login or password." })).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(page.getByLabel("Password", { exact: true })).toHaveAttribute("type", "text");
  await page.getByRole("button", { name: "Sign in" }).click();

  await untilLive(page);
  await expect(page).toHaveURL(channelPath(channel));
});

test("`next` leads nowhere but here", async ({ world }) => {
  const { people } = await world.team("Maya Chen");
  const page = await world.stranger("/sign-in?next=%2F%2Fevil.example%2F");
  await page.getByLabel("Email or handle").fill(people[0].email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await untilLive(page);
  expect(new URL(page.url()).hostname).toBe("localhost");
});

test("an invitation brings in whoever signs up with it", async ({ world }) => {
  const maya = await world.person("Maya Chen");
  const bakery = await newWorkspace(unique("Bakery"), maya);
  const { code } = await maya.post<{ code: string }>(`/workspaces/${bakery.id}/invites`, {});
  const page = await world.stranger(`/invite/${code}`);

  await expect(page.getByRole("heading", { name: `You are invited to ${bakery.name}` })).toBeVisible();
  await expect(page.getByText("Maya Chen invited you")).toBeVisible();
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Ben Okafor");
  await page.getByLabel("Email").fill(`${unique("ben")}@e2e.example`);
  await page.getByLabel("Handle").fill(unique("ben"));
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();

  await untilLive(page);
  await expect(page.getByRole("navigation", { name: "Channels and conversations" })).toContainText(bakery.name);
});

test("an invitation is accepted by who is signed in, and tells a member so", async ({ world }) => {
  const maya = await world.person("Maya Chen");
  const ben = await world.person("Ben Okafor");
  const bakery = await newWorkspace(unique("Bakery"), maya);
  const { code } = await maya.post<{ code: string }>(`/workspaces/${bakery.id}/invites`, {});
  const page = await world.at(ben, `/invite/${code}`);

  await expect(page.getByText("You are signed in as Ben Okafor")).toBeVisible();
  await page.getByRole("button", { name: `Join ${bakery.name}` }).click();
  await untilLive(page);
  await expect(page).toHaveURL(new RegExp(bakery.id));
  await page.goto(`/invite/${code}`);
  await page.getByRole("button", { name: `Join ${bakery.name}` }).click();
  await expect(page.getByText(`You were in ${bakery.name} already`)).toBeVisible();
});

test("an invitation that is used up or does not exist says so", async ({ world }) => {
  const maya = await world.person("Maya Chen");
  const ben = await world.person("Ben Okafor");
  const bakery = await newWorkspace(unique("Bakery"), maya);
  const { code } = await maya.post<{ code: string }>(`/workspaces/${bakery.id}/invites`, { max_uses: 1 });
  await ben.post(`/invites/${code}/accept`);
  world.allow(/status of (404|410)/);
  const page = await world.stranger(`/invite/${code}`);

  await expect(page.getByRole("heading", { name: "This invitation is no longer valid" })).toBeVisible();
  await page.goto("/invite/nobody-gave-this-out");
  await expect(page.getByRole("heading", { name: "This invitation does not exist" })).toBeVisible();
  await page.getByRole("link", { name: "Go to Hubbub" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
});

test("signing out leaves nothing behind, and the door speaks Chinese if asked", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  await people[0].say(channel.id, "nobody else may read this");
  world.allow(/status of 401/);
  const page = await world.inChannel(people[0], channel);
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill(">sign out");
  await page.getByRole("option", { name: "Sign out" }).click();

  await expect(page).toHaveURL(/\/sign-in/);
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([]);
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.getByRole("heading", { name: "欢迎回来" })).toBeVisible();
  await page.goto(channelPath(channel));
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});
