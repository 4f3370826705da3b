import { ADDRESSES, DOORS, MESSAGES, OVERLAYS, type Place, type Screens } from "./a11y-screens";
import { violations } from "./axe";
import { channelPath, expect, test, untilLive } from "./fixtures";
import { scene } from "./scene";
import { words } from "./words";

const PARTS: Readonly<Record<string, Screens>> = {
  "before one is signed in": DOORS,
  "messages and the composer": MESSAGES,
  "what opens over the channel": OVERLAYS,
  "what has an address": ADDRESSES,
};
const OVER = "[role=menu], [role=dialog], [role=alertdialog], [role=listbox], .yarl__portal";

/** What is wrong on each of the screens; nothing, when all is well. A screen that cannot be reached is wrong as well. */
async function walk(place: Place, screens: Screens): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [name, open] of Object.entries(screens)) {
    await test.step(name, async () => {
      try {
        await open(place);
        const lines = await violations(place.page);
        if (lines.length > 0) found[name] = lines;
      } catch (error) {
        found[name] = [`not reached: ${error instanceof Error ? error.message : error}`];
      }
      if (screens === MESSAGES || screens === OVERLAYS) await back(place);
    });
  }
  return found;
}

/** To the channel, with nothing over it. What does not close must not spoil the screens after it. */
async function back({ page, scene: { channel } }: Place): Promise<void> {
  const open = page.locator(OVER);
  await page.keyboard.press("Escape");
  if ((await open.count()) === 0) return;
  await page.keyboard.press("Escape");
  await expect(open)
    .toHaveCount(0, { timeout: 3_000 })
    .catch(() => page.goto(channelPath(channel)));
  await untilLive(page);
}

for (const locale of ["en", "zh"] as const) {
  for (const [part, screens] of Object.entries(PARTS)) {
    test(`${part} passes axe in both themes, in ${locale}`, async ({ world }) => {
      test.setTimeout(300_000);
      world.allow(/status of 4\d\d/, /WebSocket connection to .* failed/, /net::ERR_INTERNET_DISCONNECTED/);
      const made = await scene(world);
      const page =
        screens === DOORS
          ? await world.stranger("/sign-in", { locale })
          : await world.inChannel(made.maya, made.channel, { locale });
      expect(await walk({ page, t: words(locale), scene: made }, screens)).toEqual({});
    });
  }
}
