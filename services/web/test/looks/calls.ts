import type { Locator, Page } from "@playwright/test";
import { channelPath, expect, untilLive } from "../e2e/fixtures";
import { invite, newChannel, Person } from "../e2e/people";
import { opens, type Shots, type Stage } from "./stage";

const panel = (page: Page): Locator => page.locator("[data-region=call]");
const ringing = (page: Page): Locator => page.locator("[data-region=ringing]");
const button = (place: Page | Locator, name: string): Locator => place.getByRole("button", { name, exact: true });

/** Nobody is in a call of a picture before: a seat is kept for a while without a word. */
async function over({ scene }: Stage): Promise<void> {
  for (const { id } of [scene.direct, scene.channel])
    await expect.poll(() => scene.maya.get(`/calls/${id}`), { timeout: 30_000 }).toEqual({ call: null });
}

async function calls(page: Page, { t }: Stage, kind: "startVoice" | "startVideo"): Promise<void> {
  await page
    .locator("[data-region=header]")
    .getByRole("button", { name: t("calls.start") })
    .click();
  await page.getByRole("menuitem", { name: t(`calls.${kind}`) }).click();
  await expect(panel(page)).toBeVisible();
}

/** The other one's browser, elsewhere in the workspace. */
const other = (stage: Stage): Promise<Page> => opens(stage, stage.scene.ben, channelPath(stage.scene.channel));

/** Both are in the conversation, and she calls him. */
async function rings(stage: Stage, kind: "startVoice" | "startVideo"): Promise<Page> {
  const his = await other(stage);
  await over(stage);
  await stage.page.goto(channelPath(stage.scene.direct));
  await untilLive(stage.page);
  await calls(stage.page, stage, kind);
  await expect(ringing(his)).toBeVisible();
  return his;
}

async function talks(stage: Stage, kind: "startVoice" | "startVideo"): Promise<Page> {
  const his = await rings(stage, kind);
  await button(ringing(his), stage.t(kind === "startVideo" ? "calls.acceptVideo" : "calls.accept")).click();
  await expect(panel(stage.page).getByTestId("call-state")).toHaveText(/^\d+:\d\d$/);
  await expect(panel(his).getByTestId("call-state")).toHaveText(/^\d+:\d\d$/);
  return his;
}

async function ends(page: Page, { t }: Stage): Promise<void> {
  await button(panel(page), t("calls.hangUp")).click();
  await expect(panel(page)).toHaveCount(0);
}

/** Four people in a channel, each in a browser of their own; answers the other three. */
async function four(stage: Stage): Promise<readonly Page[]> {
  const { scene, page, t } = stage;
  const { maya, ben, workspace } = scene;
  const others = [ben, await Person.create("Sofia Rossi"), await Person.create("欧阳娜娜")];
  await invite(workspace.id, maya, others.slice(1));
  const channel = await newChannel(workspace.id, maya, { members: [maya, ...others] });
  const pages = await Promise.all(others.map((one) => opens(stage, one, channelPath(channel))));
  await page.goto(channelPath(channel));
  await untilLive(page);
  await calls(page, stage, "startVideo");
  for (const [index, one] of pages.entries()) {
    await button(one, t("calls.joinCount", { count: index + 1 })).click();
    // One of them has no camera, as there always is one.
    if (index !== 1) await button(panel(one), t("calls.cameraOn")).click();
  }
  await expect(panel(page).getByRole("listitem")).toHaveCount(4);
  await expect(panel(page).getByText(t("calls.connecting"))).toHaveCount(0);
  return pages;
}

export const CALLS: Shots = {
  "somebody calls": async (stage) => {
    const his = await rings(stage, "startVoice");
    return his;
  },
  "calling somebody": async (stage) => {
    await rings(stage, "startVideo");
  },
  "two talk": async (stage) => {
    await talks(stage, "startVoice");
  },
  "two see each other": async (stage) => {
    await talks(stage, "startVideo");
  },
  "two see each other, made small": async (stage) => {
    await talks(stage, "startVideo");
    await button(panel(stage.page), stage.t("calls.shrink")).click();
  },
  "one of the two is muted, devices": async (stage) => {
    const his = await talks(stage, "startVideo");
    await button(panel(his), stage.t("calls.mute")).click();
    await button(panel(stage.page), stage.t("calls.mute")).click();
    await expect(panel(stage.page).getByLabel(stage.t("calls.isMuted"))).toHaveCount(2);
    await button(panel(stage.page), stage.t("calls.devices")).click();
    await expect(stage.page.getByRole("combobox", { name: stage.t("calls.microphone") })).toBeVisible();
  },
  "somebody declines": async (stage) => {
    const his = await rings(stage, "startVoice");
    await button(ringing(his), stage.t("calls.decline")).click();
    await expect(panel(stage.page)).toContainText(stage.t("calls.over.declined"));
  },
  "somebody is in another call": async (stage) => {
    await over(stage);
    const his = await other(stage);
    await calls(his, stage, "startVoice");
    await stage.page.goto(channelPath(stage.scene.direct));
    await untilLive(stage.page);
    await calls(stage.page, stage, "startVoice");
    await expect(panel(stage.page)).toContainText(stage.t("calls.over.busy"));
    await ends(his, stage);
  },
  "a call was missed": async (stage) => {
    const his = await rings(stage, "startVoice");
    await ends(stage.page, stage);
    await expect(his.getByText(stage.t("calls.missed", { name: stage.scene.maya.name }))).toBeVisible();
    return his;
  },
  "a call is on in the channel": async (stage) => {
    await over(stage);
    const his = await other(stage);
    await calls(his, stage, "startVoice");
    await expect(button(stage.page, stage.t("calls.joinCount", { count: 1 }))).toBeVisible();
  },
  "one is alone in a call": async (stage) => {
    await over(stage);
    await stage.page.reload();
    await untilLive(stage.page);
    await calls(stage.page, stage, "startVoice");
    await expect(panel(stage.page)).toContainText(stage.t("calls.alone"));
  },
  "the microphone is not allowed": async (stage) => {
    await over(stage);
    await stage.page.reload();
    await untilLive(stage.page);
    await stage.page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    });
    await calls(stage.page, stage, "startVideo");
    await expect(panel(stage.page)).toContainText(stage.t("calls.trouble.audio.denied"));
  },
  "four talk": async (stage) => {
    await four(stage);
  },
  "four talk, one shows a screen": async (stage) => {
    const { t, page, scene } = stage;
    const [his] = await four(stage);
    // A phone shows none, but sees it.
    await his?.evaluate(() => {
      navigator.mediaDevices.getDisplayMedia = () => navigator.mediaDevices.getUserMedia({ video: true });
    });
    if (his && (await button(panel(his), t("calls.screenOn")).isVisible())) {
      await button(panel(his), t("calls.screenOn")).click();
      await expect(panel(page).getByLabel(t("calls.screenOf", { name: scene.ben.name }))).toBeVisible();
    }
  },
};
