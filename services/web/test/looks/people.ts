import { randomUUID } from "node:crypto";
import type { Channel } from "../../src/api/types";
import { channelPath, expect } from "../e2e/fixtures";
import { invite, Person } from "../e2e/people";
import { picture } from "../e2e/picture";
import { row, write } from "../e2e/screen";
import { high, opens, type Shots, type Stage } from "./stage";

const HOUR_MS = 3_600_000;
const CROWD = 50;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
const settings = ({ scene }: Stage, tab: string) => `/w/${scene.workspace.id}/settings/${tab}`;

/** Somebody to whom nothing has happened yet. */
async function newcomer(stage: Stage, path: string) {
  const { people, workspace } = await stage.world.team("Zoë Kraus");
  return opens(stage, people[0], `/w/${workspace.id}/${path}`);
}

/** The conversation of the two, in which the other one has a status. */
async function talk({ page, scene }: Stage): Promise<void> {
  await page.goto(channelPath(scene.direct));
  await expect(row(page, "你好！")).toBeVisible();
}

/** What people are to each other: who is there, who is not to be heard, who has read. */
export const PEOPLE: Shots = {
  "a status, as others see it": async (stage) => {
    const { ben } = stage.scene;
    await ben.put("/users/me/status", {
      presence: "dnd",
      text: "写季度总结，下午回复",
      emoji: "📝",
      expires_at: inHours(3),
    });
    await talk(stage);
    await row(stage.page, "你好！").getByRole("button", { name: /李伟/ }).first().click();
    await expect(stage.page.getByRole("dialog")).toContainText("写季度总结");
  },
  "a status of one's own, with its end": async (stage) => {
    const { page, scene, t } = stage;
    const status = {
      presence: "away",
      text: "Out sailing, back before the tide",
      emoji: "⛵",
      expires_at: inHours(26),
    };
    await scene.maya.put("/users/me/status", status);
    await page.goto(`/w/${scene.workspace.id}`);
    await page
      .getByRole("button", { name: t("settings.account", { name: scene.maya.name }) })
      .first()
      .click();
    await page.getByRole("menuitem", { name: /Out sailing/ }).click();
    await expect(page.getByRole("dialog").getByRole("textbox")).not.toHaveCount(0);
  },
  "a status, invisible": async (stage) => {
    const { page, t } = stage;
    await PEOPLE["a status of one's own, with its end"]?.(stage);
    await page.getByRole("radio", { name: t("profile.status.invisible") }).check();
    await page.getByText(t("profile.status.invisibleHint")).scrollIntoViewIfNeeded();
  },
  "seen by some": async ({ page, scene }) => {
    const { ben, maya, channel } = scene;
    const said = await maya.say(channel.id, "Who has seen this?");
    await ben.post(`/channels/${channel.id}/read`, { message_no: said.message_no });
    await page.reload();
    await row(page, "Who has seen this?")
      .getByRole("button", { name: /^(Seen by|\d+ 人已读)/ })
      .click();
    await expect(page.getByRole("dialog").getByRole("listitem")).not.toHaveCount(0);
  },
  "blocked, in the channel": async ({ page, scene, t }) => {
    await scene.maya.put(`/users/me/blocks/${scene.ben.id}`);
    await page.reload();
    await expect(page.getByText(t("blocks.message")).first()).toBeVisible();
  },
  "blocked, on the card": async ({ page, scene, t }) => {
    await page.goto(`${channelPath(scene.channel)}?details=members`);
    await page.locator("[data-region=details]").getByRole("button", { name: /李伟/ }).first().click();
    await expect(page.getByRole("dialog").getByText(t("blocks.youBlocked"))).toBeVisible();
  },
  "blocked, several": async (stage) => {
    const { page, scene, t } = stage;
    const rude = await Person.create("Bartholomäus Featherstonehaugh-Cholmondeley the Younger");
    await invite(scene.workspace.id, scene.maya, [rude]);
    await scene.maya.put(`/users/me/blocks/${rude.id}`);
    await page.goto(settings(stage, "privacy"));
    await expect(page.getByRole("button", { name: t("blocks.unblockName", { name: rude.name }) })).toBeVisible();
  },
  "blocked, nobody": (stage) => newcomer(stage, "settings/privacy"),
  "blocked, the list cannot be loaded": async (stage) => {
    await stage.page.route("**/users/me/blocks*", (route) => route.fulfill({ status: 503, json: {} }));
    await stage.page.goto(settings(stage, "privacy"));
    await expect(stage.page.getByRole("main").getByRole("alert").first()).toBeVisible();
    await stage.page.unrouteAll();
  },
  "blocking, asked": async ({ page, scene, t }) => {
    await scene.maya.delete(`/users/me/blocks/${scene.ben.id}`);
    await page.goto(`${channelPath(scene.channel)}?details=members`);
    await page.locator("[data-region=details]").getByRole("button", { name: /李伟/ }).first().click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: t("blocks.block"), exact: true })
      .click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
  },
};

/** What calls one: mentions, threads, notifications, and why there were none. */
export const CALLING: Shots = {
  "mentions, none": (stage) => newcomer(stage, "mentions"),
  "threads, none": (stage) => newcomer(stage, "threads"),
  mentions: async ({ page, scene }) => {
    const { maya, ben, channel, direct, root, workspace } = scene;
    const file = await ben.upload(
      workspace.id,
      "tide-table-november.png",
      "image/png",
      new Uint8Array(picture(300, 200)),
    );
    const at = `@${maya.me.handle}`;
    await ben.say(channel.id, `${at} 潮汐表更新了，请看一下附件`, { file_ids: [file.id] });
    await ben.say(root.channel_id, `I can, if ${at} takes Friday`, { parent_id: root.id });
    await ben.say(direct.id, `${at} see [the plan](https://hubbub.example/plan)`);
    const long = "and then the gateway says what it has, one line after the other. ".repeat(12);
    await ben.say(channel.id, `${at} ${long}\n\n\`\`\`\nlet us = see();\n\`\`\``);
    await ben.say(channel.id, "@channel cake in the kitchen");
    await page.goto(`/w/${workspace.id}/mentions`);
    await expect(page.getByRole("main").getByText("cake in the kitchen")).toBeVisible();
  },
  threads: async ({ page, scene }) => {
    const { maya, ben, channel, workspace } = scene;
    const root = await maya.say(channel.id, "Where do we meet on **Saturday**? The harbour is closed.");
    for (const body of ["At mine?", `At the office, @${maya.me.handle}`]) {
      await ben.say(channel.id, body, { parent_id: root.id });
    }
    await page.goto(`/w/${workspace.id}/threads`);
    await expect(page.getByRole("main").getByText("At the office")).toBeVisible();
  },
  "mentions, not loaded": async ({ page, scene }) => {
    await page.route("**/mentions*", (route) =>
      route.request().resourceType() === "document" ? route.continue() : route.fulfill({ status: 503, json: {} }),
    );
    await page.goto(`/w/${scene.workspace.id}/mentions`);
    await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
    await page.unrouteAll();
  },
  "notifications, all of it": async (stage) => {
    const { page, scene } = stage;
    const { maya, ben, channel } = scene;
    const call = (body: string) => ben.say(channel.id, `@${maya.me.handle} ${body}`);
    const log = async () => (await maya.get<{ data: unknown[] }>("/users/me/notifications/log")).data.length;
    const before = await log();
    await maya.patch(`/channels/${channel.id}/membership`, { notify: "none" });
    await call("in vain");
    await maya.patch(`/channels/${channel.id}/membership`, { notify: "default" });
    await maya.put("/users/me/status", { presence: "dnd", text: null, emoji: null, expires_at: null });
    await call("not now");
    await ben.say(scene.direct.id, "Are you there?");
    await expect.poll(log).toBeGreaterThanOrEqual(before + 3);
    const wanted = await maya.get<object>("/users/me/notifications");
    const schedule = { days: ["mon", "tue", "wed", "thu", "fri"], from: "22:00", to: "07:00" };
    await maya.put("/users/me/notifications", { ...wanted, schedule, snoozed_until: inHours(4) });
    await page.goto(settings(stage, "notifications"));
    await expect(page.getByRole("main").getByText(/^李伟/).first()).toBeVisible();
    await high(page);
  },
  "notifications, a pause is chosen": async (stage) => {
    const { page, t, scene } = stage;
    const wanted = await scene.maya.get<object>("/users/me/notifications");
    await scene.maya.put("/users/me/notifications", { ...wanted, schedule: null, snoozed_until: null });
    await page.goto(settings(stage, "notifications"));
    await page.getByRole("button", { name: t("notify.snooze.begin") }).click();
    await expect(page.getByRole("menu")).toBeVisible();
  },
  "notifications, a workspace is muted": async (stage) => {
    const { page, t, scene } = stage;
    await page.goto(settings(stage, "notifications"));
    await page.getByRole("button", { name: t("notify.muteIn", { name: scene.workspace.name }) }).click();
    await expect(page.getByRole("menu")).toBeVisible();
  },
  "notifications, nothing yet": async (stage) => {
    const page = await newcomer(stage, "settings/notifications");
    await expect(page.getByText(stage.t("notify.log.empty"))).toBeVisible();
    await high(page);
    return page;
  },
  "notifications, the list cannot be loaded": async (stage) => {
    await stage.page.route("**/notifications/log*", (route) => route.fulfill({ status: 503, json: {} }));
    await stage.page.goto(settings(stage, "notifications"));
    await expect(stage.page.getByRole("main").getByRole("alert").first()).toBeVisible();
    await high(stage.page);
    await stage.page.unrouteAll();
  },
  "notifications, of one channel": async ({ page, scene, t }) => {
    await page.goto(`${channelPath(scene.channel)}?details=about`);
    await page.getByText(t("details.notify.label")).scrollIntoViewIfNeeded();
  },
  "many people are called": async ({ page, scene }) => {
    const { maya, channel, workspace } = scene;
    const crowd = await Promise.all(Array.from({ length: CROWD }, (_, n) => Person.create(`One of ${n}`)));
    await invite(workspace.id, maya, crowd);
    for (const one of crowd) await one.post<Channel>(`/channels/${channel.id}/join`);
    await page.reload();
    await write(page, `@channel cake in the kitchen ${randomUUID().slice(0, 4)}`);
    await expect(page.getByRole("alertdialog")).toBeVisible();
  },
};
