import type { Locator, Page } from "@playwright/test";
import type { Channel } from "../../src/api/types";
import { violations } from "./axe";
import { expect, test } from "./fixtures";
import { gateways, sockets } from "./gateways";
import { row } from "./screen";
import { words } from "./words";

const t = words("en");

interface Flow {
  readonly frames: number;
  readonly bytes: number;
  readonly energy: number;
}

/** Keeps the page's connections where a test can look at what really flows. */
async function watched(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const made: RTCPeerConnection[] = [];
    const Native = window.RTCPeerConnection;
    class Watched extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.push(this);
      }
    }
    Object.assign(window, { RTCPeerConnection: Watched, connections: made });
  });
}

/** What has come in over all connections of the page. */
const received = (page: Page): Promise<Flow> =>
  page.evaluate(async () => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] };
    const flow = { frames: 0, bytes: 0, energy: 0 };
    for (const connection of connections) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== "inbound-rtp") continue;
        flow.frames += report.framesDecoded ?? 0;
        if (report.kind !== "audio") continue;
        flow.bytes += report.bytesReceived;
        flow.energy += report.totalAudioEnergy ?? 0;
      }
    }
    return flow;
  });

/** Sound comes in, and more of it; with `pictures`, those too. */
async function expectFlow(page: Page, pictures: boolean): Promise<void> {
  const before = await received(page);
  await expect
    .poll(async () => {
      const now = await received(page);
      const sounds = now.bytes > before.bytes && now.energy > before.energy;
      return sounds && (!pictures || now.frames > before.frames + 5);
    }, "sound and pictures come in")
    .toBe(true);
}

/** The video of somebody plays: it has a size, and its time goes on. */
async function expectPlays(page: Page, name: string): Promise<void> {
  const video = page.getByLabel(t("calls.pictureOf", { name }));
  const state = () => video.evaluate((one: HTMLVideoElement) => ({ width: one.videoWidth, time: one.currentTime }));
  await expect.poll(async () => (await state()).width, "the picture has a size").toBeGreaterThan(0);
  const { time } = await state();
  await expect.poll(async () => (await state()).time, "the picture moves").toBeGreaterThan(time);
}

const panel = (page: Page): Locator => page.locator('[data-region="call"]');
const ringing = (page: Page): Locator => page.locator('[data-region="ringing"]');
const button = (place: Page | Locator, name: string): Locator => place.getByRole("button", { name, exact: true });
const state = (page: Page): Locator => panel(page).getByTestId("call-state");

async function call(page: Page, kind: "startVoice" | "startVideo"): Promise<void> {
  await page
    .locator('[data-region="header"]')
    .getByRole("button", { name: t("calls.start") })
    .click();
  await page.getByRole("menuitem", { name: t(`calls.${kind}`) }).click();
}

test("a call rings on all devices, is taken on one, flows both ways and ends for both", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const dm = await maya.post<Channel>(`/workspaces/${workspace.id}/dms`, { user_ids: [ben.id] });
  await maya.say(dm.id, "May I call you?");
  const hers = await world.inChannel(maya, dm, { before: watched });
  const his = await world.inChannel(ben, channel, { before: watched });
  const phone = await world.inChannel(ben, channel, { viewport: { width: 390, height: 800 } });
  // The edge spreads sockets: the call goes from one gateway to another.
  for (const gateway of gateways()) expect(await sockets(gateway)).toBeGreaterThan(0);

  await call(hers, "startVideo");
  await expect(state(hers)).toHaveText(t("calls.ringing"));
  for (const device of [his, phone])
    await expect(ringing(device)).toHaveAccessibleName(t("calls.rings", { name: "Maya Chen" }));
  expect(await violations(phone)).toEqual([]);
  await button(ringing(his), t("calls.acceptVideo")).click();
  await expect(ringing(phone)).toBeHidden();
  await expect(panel(phone)).toBeHidden();

  await Promise.all([expectFlow(hers, true), expectFlow(his, true)]);
  await expectPlays(hers, "Ben Okafor");
  await expectPlays(his, "Maya Chen");
  await expect(state(hers)).toHaveText(/^\d+:\d\d$/);
  expect(await violations(his)).toEqual([]);

  // What one sends, the other sees; and going elsewhere does not end it.
  await button(panel(hers), t("calls.mute")).click();
  await expect(panel(his).locator(`[data-user="${maya.id}"]`).getByLabel(t("calls.isMuted"))).toBeVisible();
  await button(panel(his), t("calls.cameraOff")).click();
  await expect(hers.getByLabel(t("calls.pictureOf", { name: "Ben Okafor" }))).toBeHidden();
  await hers.getByRole("link", { name: channel.name ?? "" }).click();
  await expect(hers).toHaveURL(new RegExp(channel.id));
  await expectFlow(hers, false);

  await button(panel(his), t("calls.hangUp")).click();
  await Promise.all([hers, his].map((page) => expect(state(page)).toHaveText(t("calls.over.hungUp"))));
  for (const page of [hers, his]) await expect(panel(page)).toBeHidden();
  expect(await maya.get(`/calls/${dm.id}`)).toEqual({ call: null });
});

test("a call may be declined, and one that is given up was missed", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const dm = await maya.post<Channel>(`/workspaces/${workspace.id}/dms`, { user_ids: [ben.id] });
  await maya.say(dm.id, "Now?");
  const hers = await world.inChannel(maya, dm);
  const his = await world.inChannel(ben, channel);

  await call(hers, "startVoice");
  await button(ringing(his), t("calls.decline")).click();
  await expect(ringing(his)).toBeHidden();
  await expect(state(hers)).toHaveText(t("calls.over.declined"));

  await button(panel(hers), t("calls.callAgain")).click();
  await expect(ringing(his)).toBeVisible();
  await button(panel(hers), t("calls.hangUp")).click();
  await expect(ringing(his)).toBeHidden();
  await expect(his.getByText(t("calls.missed", { name: "Maya Chen" }))).toBeVisible();

  // The conversation keeps both, and leads to the next one.
  await his.getByRole("button", { name: t("calls.show"), exact: true }).click();
  await expect(his).toHaveURL(new RegExp(dm.id));
  for (const page of [hers, his]) await expect(row(page, t("calls.line.declined"))).toBeVisible();
  const line = row(his, t("calls.line.missed"));
  await expect(line).toBeVisible();
  expect(await violations(his)).toEqual([]);
  await button(line, t("calls.line.callBack")).click();
  await expect(ringing(hers)).toBeVisible();
  await button(panel(his), t("calls.hangUp")).click();
  await expect(ringing(hers)).toBeHidden();
});

test("three people talk in a channel, one shows a screen, and another tab takes the call over", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor", "Sara Lind");
  const [maya, ben, sara] = people;
  const pages = [];
  for (const one of [maya, ben, sara]) pages.push(await world.inChannel(one, channel, { before: watched }));
  const [hers, his, saras] = pages as [Page, Page, Page];

  // Nobody is rung in a channel: whoever looks sees that a call is on.
  await call(hers, "startVoice");
  await expect(state(hers)).toHaveText(t("calls.alone"));
  await button(his, t("calls.joinCount", { count: 1 })).click();
  await button(saras, t("calls.joinCount", { count: 2 })).click();
  for (const page of pages) {
    await expect(panel(page).getByRole("listitem")).toHaveCount(3);
    await expect(state(page)).toHaveText(/^\d+:\d\d$/);
  }
  await Promise.all([expectFlow(hers, false), expectFlow(his, false), expectFlow(saras, false)]);

  await button(panel(saras), t("calls.screenOn")).click();
  const screen = his.getByLabel(t("calls.screenOf", { name: "Sara Lind" }));
  await expect.poll(() => screen.evaluate((one: HTMLVideoElement) => one.videoWidth)).toBeGreaterThan(0);
  await button(panel(saras), t("calls.screenOff")).click();
  await expect(screen).toBeHidden();

  const tab = await world.tab(his);
  await button(tab, t("calls.joinCount", { count: 3 })).click();
  await expect(state(tab)).toHaveText(t("calls.over.elsewhere"));
  await button(panel(tab), t("calls.moveHere")).click();
  await expect(state(his)).toHaveText(t("calls.over.moved"));
  await expect(state(tab)).toHaveText(/^\d+:\d\d$/);
  await expect(panel(hers).getByRole("listitem")).toHaveCount(3);

  // Whoever closes the page has left.
  await saras.close();
  for (const page of [hers, tab]) await expect(panel(page).getByRole("listitem")).toHaveCount(2, { timeout: 20_000 });
});
