import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { ADDRESSES, DOORS, MESSAGES, OVERLAYS } from "../e2e/a11y-screens";
import { channelPath, expect, type Looks, test, untilLive } from "../e2e/fixtures";
import { misfits } from "../e2e/misfits";
import { type Scene, scene } from "../e2e/scene";
import { words } from "../e2e/words";
import { CALLS } from "./calls";
import { ENDING, GUESTS } from "./guests";
import { CALLING, PEOPLE } from "./people";
import { CARDS, PICTURES } from "./pictures";
import type { Shots, Stage } from "./stage";

/** Every screen in both themes and both languages, from a wide desk to a small phone. */
const LOOKS = {
  light: { locale: "en", theme: "light", viewport: { width: 1360, height: 850 } },
  dark: { locale: "zh", theme: "dark", viewport: { width: 1024, height: 720 } },
  phone: { locale: "zh", theme: "light", viewport: { width: 390, height: 780 } },
  small: { locale: "en", theme: "dark", viewport: { width: 320, height: 640 } },
} as const satisfies Record<string, Looks>;

const PARTS: Readonly<Record<string, Shots>> = {
  doors: DOORS,
  messages: MESSAGES,
  overlays: OVERLAYS,
  addresses: ADDRESSES,
  people: PEOPLE,
  calling: CALLING,
  pictures: PICTURES,
  cards: CARDS,
  guests: GUESTS,
  ending: ENDING,
  calls: CALLS,
};

const FOLDER = process.env["HUBBUB_LOOKS"] ?? "node_modules/.cache/looks";

for (const [name, looks] of Object.entries(LOOKS)) {
  const fingers = looks.viewport.width < 768;
  test.describe(name, () => {
    test.use({ viewport: looks.viewport, hasTouch: fingers, isMobile: fingers });
    for (const [part, shots] of Object.entries(PARTS)) {
      // What a pointer does over a row, a long press does on a phone.
      if (fingers && part === "messages") continue;
      test(part, async ({ world }) => {
        test.setTimeout(900_000);
        world.allow(/./);
        const made = await scene(world);
        const page =
          part === "doors"
            ? await world.stranger("/sign-in", looks)
            : await world.inChannel(made.maya, made.channel, looks);
        // What is not on a phone's screen is looked for on the list of channels before long.
        if (fingers) page.setDefaultTimeout(6_000);
        const stage = { world, looks, page, scene: made, t: words(looks.locale) };
        expect(await walk(stage, shots, join(FOLDER, part), name, part === "doors")).toEqual({});
      });
    }
  });
}

/** Takes them all; answers those that were not reached, or do not fit. */
async function walk(
  stage: Stage,
  shots: Shots,
  folder: string,
  look: string,
  outside: boolean,
): Promise<Record<string, unknown>> {
  mkdirSync(folder, { recursive: true });
  const wrong: Record<string, unknown> = {};
  for (const [name, open] of Object.entries(shots)) {
    await test.step(name, async () => {
      try {
        if (!outside) await home(stage.page, stage.scene, stage.looks);
        const shown = await reached(stage, open);
        await take(shown, join(folder, `${name.replaceAll(/[^\p{L}\d]+/gu, "-")}.${look}.png`));
        const lines = await misfits(shown);
        if (lines.length > 0) wrong[name] = lines;
      } catch (error) {
        wrong[name] = `not reached: ${error instanceof Error ? error.message : error}`;
      }
      // The others go home: their calls end, and what they see is made anew.
      const contexts = stage.page.context().browser()?.contexts() ?? [];
      await Promise.all(contexts.filter((one) => one !== stage.page.context()).map((one) => one.close()));
      if (wrong[name]) appendFileSync(join(folder, "wrong.txt"), `${look}: ${name}: ${wrong[name]}\n`);
    });
  }
  return wrong;
}

async function reached(stage: Stage, open: Shots[string]): Promise<Page> {
  const isPage = (one: unknown): one is Page => typeof one === "object" && one !== null && "viewportSize" in one;
  const first = await open(stage).catch((error: unknown) => {
    if ((stage.looks.viewport?.width ?? 0) >= 768) throw error;
    return "missed" as const;
  });
  if (first !== "missed") return isPage(first) ? first : stage.page;
  // On a phone the list of channels is a screen of its own, and much is reached from there alone.
  await stage.page.goto(`/w/${stage.scene.workspace.id}`);
  await untilLive(stage.page);
  const second = await open(stage);
  return isPage(second) ? second : stage.page;
}

/** In the channel, with nothing over it, and as large as the screen is. */
async function home(page: Page, made: Scene, looks: Looks): Promise<void> {
  if (looks.viewport) await page.setViewportSize(looks.viewport);
  await page.goto(channelPath(made.channel));
  await untilLive(page);
}

/** When letters and pictures are there, and nothing moves any more. */
async function take(page: Page, path: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page
    .waitForFunction(() => [...document.images].every((image) => image.complete), undefined, { timeout: 3_000 })
    .catch(() => undefined);
  await page.waitForLoadState("networkidle", { timeout: 2_000 }).catch(() => undefined);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
}
