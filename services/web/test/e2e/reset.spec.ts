import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cluster } from "./cluster";
import { channelPath, expect, test } from "./fixtures";
import { PASSWORD } from "./people";

const NEW = "a quite different one";

/** The link of the last mail to this address: where no mail server is configured, mail goes to the log of an api. */
async function linkOf(email: string): Promise<string> {
  expect(cluster().services.some(({ service }) => service === "api")).toBe(true);
  const logs = join(dirname(process.env["HUBBUB_CLUSTER"] ?? ""), "../logs");
  const pattern = new RegExp(`to ${email.replaceAll(".", "\\.")}:.*?(/reset#[\\w-]{43})`, "gs");
  const find = () => {
    const files = readdirSync(logs).filter((name) => name.includes("api"));
    const all = files.map((name) => readFileSync(join(logs, name), "utf8")).join("\n");
    return [...all.matchAll(pattern)].at(-1)?.[1];
  };
  await expect.poll(find, { message: "the mail" }).toBeDefined();
  return find() ?? "";
}

test("a forgotten password is set anew by the link of a mail, and every session ends", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const [maya] = people;
  world.allow(/status of (400|401|410)/, /WebSocket connection to .* failed/);
  const elsewhere = await world.inChannel(maya, channel);
  const page = await world.stranger(`/sign-in?next=${encodeURIComponent(channelPath(channel))}`);

  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByText("This is needed.")).toBeVisible();
  await page.getByLabel("Email", { exact: true }).fill(maya.email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
  await expect(page.getByRole("status")).toContainText(maya.email);

  const link = await linkOf(maya.email);
  await page.goto(link);
  await expect(page).toHaveURL(/\/reset$/);
  await page.getByLabel("Password", { exact: true }).fill("password1");
  await page.getByRole("button", { name: "Set the new password" }).click();
  await expect(page.getByText("This password is too common.")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(NEW);
  await page.getByRole("button", { name: "Set the new password" }).click();
  await expect(page.getByRole("heading", { name: "Your password is set" })).toBeVisible();
  await expect(elsewhere).toHaveURL(/\/sign-in/);

  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Email or handle").fill(maya.email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Wrong login or password.")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(NEW);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/w\//);

  const again = await world.stranger(link);
  await again.getByLabel("Password", { exact: true }).fill(NEW);
  await again.getByRole("button", { name: "Set the new password" }).click();
  await expect(again.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
});

test("a link without its end says so in Chinese too, and leads to a new one", async ({ world }) => {
  const page = await world.stranger("/reset", { locale: "zh", viewport: { width: 320, height: 640 } });
  await expect(page.getByRole("heading", { name: "链接已失效" })).toBeVisible();
  await page.getByRole("button", { name: "重新发送链接" }).click();
  await expect(page).toHaveURL(/\/forgot$/);
  await page.getByLabel("邮箱", { exact: true }).fill("nobody@e2e.example");
  await page.getByRole("button", { name: "发送链接" }).click();
  await expect(page.getByRole("status")).toContainText("nobody@e2e.example");
  await page.getByRole("link", { name: "返回登录" }).click();
  await expect(page.getByRole("heading", { name: "欢迎回来" })).toBeVisible();
});

test("a new address takes the password, and signs in from then on", async ({ world }) => {
  const { people, workspace } = await world.team("Maya Chen");
  const [maya] = people;
  world.allow(/status of (401|409)/);
  const page = await world.at(maya, `/w/${workspace.id}/settings/security`);
  const address = `new-${maya.email}`;
  const form = page.locator("form").filter({ hasText: "Email address" });
  await form.getByLabel("New email address").fill(address);
  await form.getByLabel("Password", { exact: true }).fill("not it");
  await form.getByRole("button", { name: "Change the address" }).click();
  await expect(form.getByRole("alert")).toHaveText("This is not your password.");
  await form.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await form.getByRole("button", { name: "Change the address" }).click();
  await expect(form.getByText(`Your address is ${address}.`)).toBeVisible();
  const other = await world.stranger("/sign-in");
  await other.getByLabel("Email or handle").fill(address);
  await other.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveURL(/\/w\//);
});
