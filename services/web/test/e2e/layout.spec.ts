import { channelPath, expect, test, untilLive } from "./fixtures";
import { misfits, tooSmall } from "./misfits";
import { scene } from "./scene";
import { composer, feed, row, thread } from "./screen";
import { words } from "./words";

const WIDTHS = [320, 390, 768, 1024, 1360];
const FINGER = 44;

test("everything fits, from a small phone to a wide desk", async ({ world }) => {
  const made = await scene(world);
  const page = await world.inChannel(made.maya, made.channel, { locale: "zh" });
  const found: Record<string, string[]> = {};
  const check = async (name: string) => {
    const lines = await misfits(page);
    if (lines.length > 0) found[name] = lines;
  };
  for (const width of WIDTHS) {
    await test.step(`${width} px`, async () => {
      await page.setViewportSize({ width, height: 760 });
      await page.goto(channelPath(made.channel));
      await untilLive(page);
      await expect(row(page, "New for everybody")).toBeVisible();
      await expect(composer(page)).toBeInViewport({ ratio: 1 });
      await check(`${width}: channel`);
      await feed(page).evaluate((list) => list.parentElement?.scrollTo(0, 0));
      await expect(page.locator(".katex").first()).toBeVisible();
      await check(`${width}: code, mathematics, a table`);
      await page.goto(`${channelPath(made.channel)}?thread=${made.root.id}`);
      await expect(row(thread(page), "没问题")).toBeVisible();
      await expect(composer(thread(page))).toBeInViewport({ ratio: 1 });
      await check(`${width}: thread`);
      await page.goto(`/w/${made.workspace.id}`);
      await expect(page.getByRole("navigation").first()).toBeVisible();
      await check(`${width}: workspace`);
    });
  }
  expect(found).toEqual({});
});

test("a page at twice its size is a narrow page", async ({ world }) => {
  const made = await scene(world);
  // 200 % on a screen of 1280 × 800.
  const page = await world.inChannel(made.maya, made.channel, { viewport: { width: 640, height: 400 } });
  await expect(composer(page)).toBeInViewport({ ratio: 1 });
  await expect(row(page, "New for everybody")).toBeInViewport();
  expect(await misfits(page)).toEqual([]);
});

test.describe("on a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 780 } });

  test("one goes from the list to a channel to a thread, and history leads back", async ({ world }) => {
    const made = await scene(world);
    const t = words("en");
    const page = await world.at(made.maya, `/w/${made.workspace.id}`);
    const list = page.getByRole("navigation", { name: t("channels.navigation") });
    await list.getByRole("link", { name: made.channel.name ?? "" }).tap();
    await expect(row(page, "New for everybody")).toBeVisible();
    await expect(list).toBeHidden();
    await row(page, made.root.body)
      .getByRole("button", { name: t("messages.replies", { count: 2 }) })
      .tap();
    await expect(thread(page)).toBeVisible();
    await expect(composer(thread(page))).toBeInViewport({ ratio: 1 });
    await page.goBack();
    await expect(thread(page)).toBeHidden();
    await expect(composer(page)).toBeInViewport({ ratio: 1 });
    await page.goBack();
    await expect(list).toBeVisible();
  });

  test("whatever a finger points at is large enough for it", async ({ world }) => {
    const made = await scene(world);
    const page = await world.inChannel(made.maya, made.channel);
    expect(await page.evaluate(() => matchMedia("(pointer: coarse)").matches)).toBe(true);
    const found: Record<string, string[]> = {};
    const check = async (name: string) => {
      const lines = await tooSmall(page, FINGER);
      if (lines.length > 0) found[name] = lines;
    };
    await expect(row(page, "New for everybody")).toBeVisible();
    await check("channel");
    await page.goto(`${channelPath(made.channel)}?thread=${made.root.id}`);
    await expect(row(thread(page), "没问题")).toBeVisible();
    await check("thread");
    await page.goto(`/w/${made.workspace.id}`);
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await check("workspace");
    await page.goto(`/w/${made.workspace.id}/settings/notifications`);
    await expect(page.getByRole("heading", { level: 2 })).toBeVisible();
    await check("settings");
    await page.goto(`${channelPath(made.channel)}?details=about`);
    await expect(page.locator("[data-region=details]")).toBeVisible();
    await check("details");
    expect(found).toEqual({});
  });
});
