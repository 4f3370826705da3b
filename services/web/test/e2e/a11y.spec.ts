import { ADDRESSES, CHANNEL, DOORS, type Place, type Screens } from "./a11y-screens";
import { violations } from "./axe";
import { channelPath, expect, test, untilLive } from "./fixtures";
import { scene } from "./scene";
import { words } from "./words";

/** What is wrong on each of the screens; nothing, when all is well. A screen that cannot be reached is wrong as well. */
async function walk(place: Place, screens: Screens, back: () => Promise<void>): Promise<Record<string, string[]>> {
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
      await back();
    });
  }
  return found;
}

for (const locale of ["en", "zh"] as const) {
  test(`every screen passes axe in both themes, in ${locale}`, async ({ world }) => {
    test.setTimeout(420_000);
    world.allow(/status of 4\d\d/, /WebSocket connection to .* failed/, /net::ERR_INTERNET_DISCONNECTED/);
    const made = await scene(world);
    const t = words(locale);
    const stranger = await world.stranger("/sign-in", { locale });
    const found = await walk({ page: stranger, t, scene: made }, DOORS, async () => undefined);

    const page = await world.inChannel(made.maya, made.channel, { locale });
    const place = { page, t, scene: made };
    const closed = page.locator("[role=menu], [role=dialog], [role=alertdialog], [role=listbox], .yarl__portal");
    Object.assign(
      found,
      await walk(place, CHANNEL, async () => {
        await page.keyboard.press("Escape");
        if ((await closed.count()) === 0) return;
        await page.keyboard.press("Escape");
        // What does not close must not spoil the screens after it.
        await expect(closed)
          .toHaveCount(0, { timeout: 3_000 })
          .catch(() => page.goto(channelPath(made.channel)));
        await untilLive(page);
      }),
      await walk(place, ADDRESSES, async () => undefined),
    );
    expect(found).toEqual({});
  });
}
