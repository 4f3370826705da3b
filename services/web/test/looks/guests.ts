import type { Page } from "@playwright/test";
import type { GuestLink } from "../../src/api/types";
import { channelPath, expect, untilLive } from "../e2e/fixtures";
import { newChannel, newWorkspace, PASSWORD } from "../e2e/people";
import { row, write } from "../e2e/screen";
import { high, type Shots, type Stage } from "./stage";

const DAY_S = 86_400;
const link = ({ scene }: Stage, terms: object = {}) =>
  scene.maya.post<GuestLink>(`/channels/${scene.channel.id}/guest-links`, terms);

/** Somebody who came in by the link of the scene. */
async function guest(stage: Stage): Promise<Page> {
  const page = await stage.world.stranger(`/g/${stage.scene.guestLink}`, stage.looks);
  await page.getByRole("button", { name: stage.t("accounts.guest.enter") }).click();
  await untilLive(page);
  return page;
}

const reset = (status: number) => async (stage: Stage) => {
  const page = await stage.world.stranger("/reset#made-up", stage.looks);
  await page.route("**/auth/password/reset", (route) => route.fulfill({ status, json: {} }));
  await page.getByLabel(stage.t("auth.password"), { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: stage.t("accounts.reset.save") }).click();
  return page;
};

/** Who comes in by a link: its owner's side, the door, and the room behind it. */
export const GUESTS: Shots = {
  "a door with a topic": async (stage) => {
    const { maya, channel, guestLink } = stage.scene;
    await maya.patch(`/channels/${channel.id}`, { topic: "泊位、系缆与潮汐：欢迎大家提问，答复一般在当天" });
    return stage.world.stranger(`/g/${guestLink}`, stage.looks);
  },
  "a door for who is in already": async ({ page, scene }) => page.goto(`/g/${scene.guestLink}`),
  "a door that is shut": async (stage) => {
    const { code } = await link(stage, { max_uses: 1 });
    const first = await stage.world.stranger(`/g/${code}`, stage.looks);
    await first.getByRole("button", { name: stage.t("accounts.guest.enter") }).click();
    await untilLive(first);
    await first.context().close();
    return stage.world.stranger(`/g/${code}`, stage.looks);
  },
  "a door to nowhere": (stage) => stage.world.stranger("/g/nobody-gave-this-out", stage.looks),
  "a door that does not answer": (stage) =>
    stage.world.stranger(`/g/${stage.scene.guestLink}`, {
      ...stage.looks,
      before: async (page) => {
        await page.route("**/guest/*", (route) => route.fulfill({ status: 503, json: {} }));
      },
    }),
  "a guest, in the channel": async (stage) => {
    const page = await guest(stage);
    await write(page, "May I ask something?");
    await expect(row(page, "May I ask something?")).toBeVisible();
    return page;
  },
  "a guest, the list": async (stage) => {
    const page = await guest(stage);
    await page.goto(`/w/${stage.scene.workspace.id}`);
    await untilLive(page);
    return page;
  },
  "a guest, the profile": async (stage) => {
    const page = await guest(stage);
    await page.getByRole("button", { name: stage.t("accounts.guest.rename") }).click();
    await expect(page.getByRole("main").getByRole("heading", { level: 2 })).toBeVisible();
    await high(page);
    return page;
  },
  "a guest makes an account": async (stage) => {
    const page = await guest(stage);
    await page.getByRole("button", { name: stage.t("accounts.guest.stay") }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(stage.t("auth.email")).fill(stage.scene.maya.email);
    await dialog.getByLabel(stage.t("auth.handle")).fill("somebody-new-here");
    await dialog.getByLabel(stage.t("auth.password"), { exact: true }).fill("short words");
    await dialog.getByRole("button", { name: stage.t("accounts.guest.create") }).click();
    await expect(dialog.getByText(stage.t("errors.email_taken"))).toBeVisible();
    return page;
  },
  "links, in the details": async (stage) => {
    const { page, scene } = stage;
    await link(stage, { expires_in_s: 30 * DAY_S, max_uses: 10 });
    await page.goto(`${channelPath(scene.channel)}?details=settings`);
    await expect(page.locator("[data-region=details]").getByRole("listitem").first()).toBeVisible();
    await high(page);
  },
  "links, none": async ({ page, scene }) => {
    await page.goto(`${channelPath(scene.empty)}?details=settings`);
    await expect(page.locator("[data-region=details]").getByRole("tabpanel")).toBeVisible();
    await high(page);
  },
  "links, the terms of a new one": async ({ page, scene, t }) => {
    await page.goto(`${channelPath(scene.channel)}?details=settings`);
    await page.getByRole("button", { name: t("accounts.links.create") }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
  },
  "links, a new one": async (stage) => {
    const { page, t } = stage;
    await GUESTS["links, the terms of a new one"]?.(stage);
    await page
      .getByRole("dialog")
      .getByRole("button", { name: t("accounts.links.create") })
      .click();
    await expect(page.getByRole("textbox", { name: t("accounts.links.address") })).toBeVisible();
  },
  "links, one withdrawn": async (stage) => {
    const { page, scene, t } = stage;
    await page.goto(`${channelPath(scene.channel)}?details=settings`);
    await page
      .getByRole("listitem")
      .filter({ hasText: scene.guestLink })
      .getByRole("button", { name: t("accounts.links.revoke") })
      .click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
  },
};

async function typesName({ page, scene, t }: Stage, name: string): Promise<void> {
  await page.goto(`${channelPath(scene.channel)}?details=settings`);
  await page
    .locator("[data-region=details]")
    .getByRole("button", { name: t("channels.delete") })
    .click();
  await page.getByRole("alertdialog").getByRole("textbox").fill(name);
}

async function account(stage: Stage, key: string): Promise<void> {
  const { page, scene, t } = stage;
  await page.goto(`/w/${scene.workspace.id}`);
  await page.locator("[data-region=sidebar]").getByRole("button", { name: scene.workspace.name }).click();
  await page.getByRole("menuitem", { name: t(key), exact: true }).click();
  await expect(page.locator("[role=dialog], [role=alertdialog]")).toBeVisible();
}

/** What ends, and how it comes back; a forgotten password as well. */
export const ENDING: Shots = {
  "a password is set": async (stage) => {
    const page = await reset(204)(stage);
    await expect(page.getByRole("heading", { name: stage.t("accounts.reset.doneTitle") })).toBeVisible();
    return page;
  },
  "a password cannot be set now": async (stage) => {
    const page = await reset(503)(stage);
    await expect(page.getByRole("main").getByRole("alert").first()).toBeVisible();
    return page;
  },
  "settings of password and address": async (stage) => {
    const { page, scene } = stage;
    await page.goto(`/w/${scene.workspace.id}/settings/security`);
    await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
    await high(page);
  },
  "deleted, nothing": (stage) => account(stage, "channels.recentlyDeleted"),
  "deleted, cannot be told": async (stage) => {
    await stage.page.route(/\/deleted/, (route) => route.fulfill({ status: 503, json: {} }));
    await account(stage, "channels.recentlyDeleted");
    await expect(stage.page.getByRole("dialog").getByRole("alert").first()).toBeVisible();
    await stage.page.unrouteAll();
  },
  "a workspace being deleted": (stage) => account(stage, "channels.deleteWorkspace"),
  "a workspace being left": (stage) => account(stage, "channels.leaveWorkspace"),
  "a channel being left": async (stage) => {
    const { page, scene, t } = stage;
    await page.goto(`${channelPath(scene.channel)}?details=settings`);
    await page
      .locator("[data-region=details]")
      .getByRole("button", { name: t("channels.leave") })
      .click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
  },
  "a channel being deleted": (stage) => typesName(stage, "another name"),
  "a channel is deleted": async (stage) => {
    await typesName(stage, stage.scene.channel.name ?? "");
    await stage.page
      .getByRole("alertdialog")
      .getByRole("button", { name: stage.t("channels.delete") })
      .click();
    await expect(stage.page.getByRole("button", { name: stage.t("ending.undo") })).toBeVisible();
  },
  "deleted, some": async (stage) => {
    const { maya, workspace } = stage.scene;
    const one = await newChannel(workspace.id, maya, { name: "where-we-talked-about-the-next-release-in-november" });
    await maya.delete(`/channels/${one.id}`);
    const other = await newWorkspace("The Harbour Office of the Northern Islands", maya);
    await maya.delete(`/workspaces/${other.id}`);
    await account(stage, "channels.recentlyDeleted");
    await expect(stage.page.getByRole("dialog").getByRole("listitem")).toHaveCount(3);
  },
  "no workspace is left": async (stage) => {
    const { people, workspace } = await stage.world.team("Zoë Kraus");
    await people[0].delete(`/workspaces/${workspace.id}`);
    const page = await stage.world.at(people[0], "/", stage.looks);
    await expect(
      page.getByRole("button", { name: stage.t("ending.restoreThis", { name: workspace.name }) }),
    ).toBeVisible();
    return page;
  },
  "a channel that is archived": async ({ page, scene }) => {
    await scene.maya.post(`/channels/${scene.empty.id}/archive`);
    await page.goto(channelPath(scene.empty));
    await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
  },
};
