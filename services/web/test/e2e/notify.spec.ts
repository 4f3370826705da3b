import type { Page } from "@playwright/test";
import { channelPath, expect, test, untilLive } from "./fixtures";

interface Told {
  readonly title: string;
  readonly body: string;
}

/** The desktop, as far as a test can see it: what would have popped up, and a way to click it. */
async function desktop(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const told: { title: string; body: string; click: () => void }[] = [];
    class Popup {
      static permission = "granted";
      onclick: (() => void) | null = null;
      constructor(title: string, { body = "" }: NotificationOptions) {
        told.push({ title, body, click: () => this.onclick?.() });
      }
      close() {}
    }
    Object.assign(window, { Notification: Popup, told });
  });
}

const told = (page: Page) =>
  page.evaluate(() => (window as unknown as { told: Told[] }).told.map(({ title, body }) => ({ title, body })));

test("a mention elsewhere is told by one tab alone, and a click leads there", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const elsewhere = await world.channel(workspace, maya, { members: people });
  const page = await world.inChannel(maya, channel, { before: desktop });
  const other = await page.context().newPage();
  await desktop(other);
  await other.goto(channelPath(channel));
  await untilLive(other);
  const both = async () => [...(await told(page)), ...(await told(other))];

  await ben.say(elsewhere.id, "nobody is meant");
  await ben.say(channel.id, `@${maya.me.handle} you are looking at this`);
  await ben.say(elsewhere.id, `@${maya.me.handle} **please** look`);
  const expected = { title: `Ben Okafor in #${elsewhere.name}`, body: `@${maya.me.handle} please look` };
  await expect.poll(both).toEqual([expected]);

  const teller = (await told(page)).length > 0 ? page : other;
  await teller.evaluate(() => (window as unknown as { told: { click(): void }[] }).told[0]?.click());
  await expect(teller).toHaveURL(new RegExp(elsewhere.id));
});
