import type { Page } from "@playwright/test";
import { violations } from "./axe";
import { channelPath, expect, test, untilLive, type World } from "./fixtures";
import { type Scene, scene } from "./scene";
import { composer, feed, menuOf, row, thread } from "./screen";
import { type Words, words } from "./words";

interface Place {
  readonly page: Page;
  readonly t: Words;
  readonly scene: Scene;
  readonly world: World;
}

/** What is looked at, and how one gets there from the channel; Escape or a new page leads back. */
type Screens = Readonly<Record<string, (place: Place) => Promise<void>>>;

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const dialog = (page: Page) => page.getByRole("dialog");
const at = (path: string) => async (place: Place) => void (await place.page.goto(path));

const DOORS: Screens = {
  "sign in": at("/sign-in"),
  "sign in, refused": async ({ page, t }) => {
    await page.goto("/sign-in");
    await page.getByLabel(t("auth.login")).fill("nobody@e2e.example");
    await page.getByLabel(t("auth.password"), { exact: true }).fill("not the password");
    await button(page, t("auth.signIn")).click();
    await expect(page.getByText(t("errors.invalid_credentials"))).toBeVisible();
  },
  "sign up, with everything missing": async ({ page, t }) => {
    await page.goto("/sign-up");
    await button(page, t("auth.signUp")).click();
    await expect(page.getByText(t("errors.field.required")).first()).toBeVisible();
  },
  invitation: async ({ page, scene, t }) => {
    await page.goto(`/invite/${scene.invitation}`);
    await expect(button(page, t("auth.acceptInvite", { workspace: scene.workspace.name }))).toBeVisible();
  },
  "withdrawn invitation": async ({ page, t }) => {
    await page.goto("/invite/nothing-here");
    await expect(page.getByText(t("auth.inviteInvalid"))).toBeVisible();
  },
  "nothing at this address": async ({ page, t }) => {
    await page.goto("/no/such/page");
    await expect(page.getByText(t("app.notFound"))).toBeVisible();
  },
};

const CHANNEL: Screens = {
  "channel, its end": async ({ page }) => void (await expect(row(page, "New for everybody")).toBeVisible()),
  "channel, its beginning": async ({ page }) => {
    await feed(page).evaluate((list) => list.parentElement?.scrollTo(0, 0));
    await expect(row(page, "How a client notices").locator(".hljs-keyword").first()).toBeVisible();
    await expect(page.locator(".katex").first()).toBeVisible();
  },
  "row with the focus, and its tools": async ({ page, scene }) => {
    await row(page, scene.root.body).hover();
  },
  "menu of a row": async ({ page, scene }) => {
    await menuOf(row(page, scene.root.body));
    await expect(page.getByRole("menu")).toBeVisible();
  },
};

async function walk(place: Place, screens: Screens, back: () => Promise<void>): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [name, open] of Object.entries(screens)) {
    await test.step(name, async () => {
      await open(place);
      const lines = await violations(place.page);
      if (lines.length > 0) found[name] = lines;
      await back();
    });
  }
  return found;
}

for (const locale of ["en", "zh"] as const) {
  test(`every screen passes axe in both themes, in ${locale}`, async ({ world }) => {
    test.setTimeout(300_000);
    const made = await scene(world);
    const looks = { locale };
    const t = words(locale);
    const stranger = await world.stranger("/sign-in", looks);
    const doors = walk({ page: stranger, t, scene: made, world }, DOORS, async () => undefined);
    const page = await world.inChannel(made.maya, made.channel, looks);
    const inside = await walk({ page, t, scene: made, world }, CHANNEL, async () => {
      await page.keyboard.press("Escape");
      await expect(page.getByRole("menu").or(dialog(page))).toHaveCount(0);
    });
    expect({ ...(await doors), ...inside }).toEqual({});
  });
}
void composer;
void thread;
void channelPath;
void untilLive;
