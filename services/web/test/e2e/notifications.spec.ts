import type { CDPSession, Page } from "@playwright/test";
import type { Membership, Workspace } from "../../src/api/types";
import { baseUrl } from "./cluster";
import { channelPath, expect, test } from "./fixtures";

const settings = (workspace: Workspace) => `/w/${workspace.id}/settings/notifications`;
const logOf = (page: Page) => page.getByRole("list", { name: "Why did I (not) get it?" });

test("a pause, quiet hours and a workspace's own level are kept, and known on every device", async ({ world }) => {
  const { people, workspace } = await world.team("Maya Chen", "Ben Okafor");
  const [maya] = people;
  const page = await world.at(maya, settings(workspace));
  const phone = await world.at(maya, settings(workspace), { viewport: { width: 390, height: 844 } });

  await page.getByRole("button", { name: "Pause notifications" }).click();
  await page.getByRole("menuitem", { name: "For 4 hours" }).click();
  await expect(phone.getByText(/^Notifications are paused until/)).toBeVisible();
  await phone.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause notifications" })).toBeVisible();

  await page.getByRole("switch", { name: /^Do not disturb me at certain hours/ }).click();
  await page.getByLabel("From", { exact: true }).fill("23:30");
  await page.getByText("Sun", { exact: true }).click();
  await expect(page.getByText("It ends on the next day.", { exact: false })).toBeVisible();
  await expect(phone.getByLabel("From", { exact: true })).toHaveValue("23:30");
  await expect(phone.getByRole("checkbox", { name: "Sun" })).not.toBeChecked();

  await page.getByRole("combobox", { name: workspace.name }).selectOption("Nothing");
  await expect(phone.getByRole("combobox", { name: workspace.name })).toHaveValue("none");
  await page.reload();
  await expect(page.getByRole("combobox", { name: workspace.name })).toHaveValue("none");
  await expect(page.getByRole("checkbox", { name: "Mon" })).toBeChecked();
});

test("the list says why something came, or did not, and leads there", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  await maya.patch<Membership>(`/channels/${channel.id}/membership`, { notify: "none" });
  const noted = (count: number) =>
    expect
      .poll(async () => (await maya.get<{ data: unknown[] }>("/users/me/notifications/log")).data.length)
      .toBe(count);
  await ben.say(channel.id, `@${maya.me.handle} in vain`);
  // What decides is what she wants when it is stored.
  await noted(1);
  await maya.patch<Membership>(`/channels/${channel.id}/membership`, { notify: "default" });
  await maya.put("/users/me/status", { presence: "dnd", text: null, emoji: null, expires_at: null });
  await ben.say(channel.id, `@${maya.me.handle} not now`);
  await noted(2);

  const page = await world.at(maya, settings(workspace));

  const lines = logOf(page).getByRole("listitem");
  await expect(lines).toHaveCount(2);
  await expect(lines.first()).toContainText(`Ben Okafor mentioned you in #${channel.name}`);
  await expect(lines.first()).toContainText("you were not to be disturbed");
  await expect(lines.last()).toContainText("you want no notifications there");
  await lines.last().click();
  await expect(page).toHaveURL(new RegExp(channelPath(channel)));
});

test("a push is shown when no page is to be seen, and goes when it was read elsewhere", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya] = people;
  const page = await world.inChannel(maya, channel);
  await page.context().grantPermissions(["notifications"], { origin: baseUrl() });
  await page.evaluate(() => navigator.serviceWorker.ready);
  const worker = await registrationOf(page);
  // Somewhere else: no page of ours is open.
  await page.goto("about:blank");
  const pushed = {
    type: "message",
    channel_id: channel.id,
    workspace_id: channel.workspace_id,
    message_id: "m1",
    message_no: 1,
    parent_id: null,
    concern: "mention",
    author: "Ben Okafor",
    place: channel.name,
    text: "**please** look",
    count: 2,
    locale: "en",
  };

  await worker.push(pushed);
  const shown = { title: `Ben Okafor in #${channel.name}`, body: "please look\n2 new messages", tag: channel.id };
  await page.goto("/sign-in");
  await expect.poll(() => notes(page)).toEqual([shown]);
  await worker.push({ type: "read", channel_id: channel.id });
  await expect.poll(() => notes(page)).toEqual([]);
  // A page that is to be seen tells of it itself.
  await worker.push(pushed);
  await worker.push({ type: "message" });
  expect(await notes(page)).toEqual([]);
});

const notes = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const shown = (await registration?.getNotifications()) ?? [];
    return shown.map(({ title, body, tag }) => ({ title, body, tag }));
  });

/** The browser's own view of our service worker: what a push service would wake. */
async function registrationOf(page: Page): Promise<{ push(data: unknown): Promise<void> }> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const id = new Promise<string>((resolve) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const ours = registrations.find((one) => one.scopeURL.startsWith(baseUrl()));
      if (ours) resolve(ours.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  const registrationId = await id;
  return {
    push: (data) =>
      session
        .send("ServiceWorker.deliverPushMessage", { origin: baseUrl(), registrationId, data: JSON.stringify(data) })
        .then(() => undefined),
  };
}
