import type { File } from "../../src/api/types";
import { expect, test } from "./fixtures";
import type { Person } from "./people";
import { picture } from "./picture";
import { film, hasFfmpeg, hasPoppler, sound } from "./played";
import { row } from "./screen";

const LINES = Array.from({ length: 40 }, (_, at) => `line ${at + 1}`).join("\n");

/** The file once the server has looked at it. */
async function lookedAt(who: Person, file: File, isSo: (now: File) => boolean): Promise<File> {
  await expect.poll(async () => isSo(await who.get<File>(`/files/${file.id}`))).toBe(true);
  return who.get<File>(`/files/${file.id}`);
}

test("a picture has its place and its colours before it comes, and comes in the size that is enough", async ({
  world,
}) => {
  const { people, workspace, channel } = await world.team("Maya Chen");
  const bytes = new Uint8Array(picture(1_000, 600));
  const file = await people[0].upload(workspace.id, "wide.png", "image/png", bytes);
  expect([file.width, file.height]).toEqual([1_000, 600]);
  await lookedAt(people[0], file, (now) => now.thumbhash !== null);
  await people[0].say(channel.id, "one picture", { file_ids: [file.id] });
  const held: (() => void)[] = [];
  const asked: string[] = [];
  const page = await world.inChannel(people[0], channel, {
    before: async (tab) => {
      await tab.route(/\/thumbnail/, async (route) => {
        asked.push(new URL(route.request().url()).search);
        await new Promise<void>((go) => held.push(go));
        await route.continue();
      });
    },
  });
  const tile = row(page, "one picture").getByRole("button", { name: "Open wide.png" });
  const blur = tile.locator("canvas");
  await expect(blur).toBeVisible();
  // Red grows from left to right, green from above to below.
  const corner = (x: number, y: number) =>
    blur.evaluate(
      (canvas: HTMLCanvasElement, [across, down]) => {
        const at = (share: number, side: number) => Math.min(side - 1, Math.floor(share * side));
        const pixel = canvas.getContext("2d")?.getImageData(at(across, canvas.width), at(down, canvas.height), 1, 1);
        return [...(pixel?.data ?? [])];
      },
      [x, y] as const,
    );
  await expect.poll(async () => (await corner(0, 0))[3]).toBe(255);
  const [before, after] = [await corner(0, 0), await corner(1, 1)];
  expect(before[0]).toBeLessThan(80);
  expect(after[0]).toBeGreaterThan(170);
  const place = await tile.boundingBox();
  for (const go of held.splice(0)) go();
  await expect(blur).toHaveCount(0);
  expect(await tile.boundingBox()).toEqual(place);
  expect(asked).toEqual(["?size=large"]);
});

test("sound is played, sought by the keyboard and hurried, one at a time", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen");
  const upload = (name: string) => people[0].upload(workspace.id, name, "audio/wav", sound(20));
  const files = [await upload("first.wav"), await upload("second.wav")];
  await people[0].say(channel.id, "two sounds", { file_ids: files.map((file) => file.id) });
  const page = await world.inChannel(people[0], channel);
  const player = (name: string) => row(page, "two sounds").getByRole("group", { name: `Player: ${name}` });
  const first = player("first.wav");
  await first.getByRole("button", { name: "Play" }).click();
  await expect(first.getByRole("button", { name: "Pause" })).toBeVisible();
  const slider = first.getByRole("slider", { name: "Position" });
  await expect(slider).toHaveAttribute("aria-valuetext", /of 0:20$/);
  // A tenth of it each time: at its end it would begin anew.
  for (let times = 0; times < 6; times += 1) await slider.press("PageUp");
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(10);
  await first.getByRole("button", { name: "Speed: 1×" }).click();
  await expect(first.getByRole("button", { name: "Speed: 1.25×" })).toBeVisible();
  await player("second.wav").getByRole("button", { name: "Play" }).click();
  await expect(player("second.wav").getByRole("button", { name: "Pause" })).toBeVisible();
  await expect(first.getByRole("button", { name: "Play" })).toBeVisible();
});

test("a film says how long it is, a text how it begins, and anything else what it is", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "王小明");
  const upload = (name: string, type: string, bytes: Uint8Array<ArrayBuffer>) =>
    people[0].upload(workspace.id, name, type, bytes);
  const text = new TextEncoder();
  const moving = await upload("demo.webm", "video/webm", film());
  if (hasFfmpeg) await lookedAt(people[0], moving, (now) => now.thumbnail_url !== null);
  const notes = await upload("notes.txt", "text/plain", new Uint8Array(text.encode(LINES)));
  const paper = await upload("paper.pdf", "application/pdf", new Uint8Array(text.encode("%PDF-1.7\n")));
  await people[0].say(channel.id, "all sorts", { file_ids: [moving.id, notes.id, paper.id] });
  const page = await world.inChannel(people[0], channel);
  const said = row(page, "all sorts");
  const video = said.getByLabel("demo.webm", { exact: true });
  await expect(video).toBeVisible();
  if (hasFfmpeg) {
    await expect(said.getByText("0:02", { exact: true })).toBeVisible();
    await expect(video).toHaveAttribute("poster", /size=large$/);
  }
  const shown = said.getByRole("region", { name: "Beginning of notes.txt" });
  await expect(shown).toContainText("line 5");
  await expect(shown).not.toContainText("line 6");
  await said.getByRole("button", { name: "Show more" }).click();
  await expect(shown).toContainText("line 40");
  await expect(said.getByRole("link", { name: /paper\.pdf/ })).toContainText(/PDF · 9 byte/);
  const ming = await world.inChannel(people[1], channel, { locale: "zh", viewport: { width: 320, height: 640 } });
  await expect(row(ming, "all sorts").getByRole("button", { name: "展开" })).toBeVisible();
  const width = await ming.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(320);
});

test("a document is known by its first page, and by how many there are", async ({ world, browser }) => {
  test.skip(!hasPoppler, "poppler is not installed: a document is a card");
  const press = await browser.newPage();
  await press.setContent(
    "<h1>Harbour report</h1><p style='break-before: page'>Tides</p><p style='break-before: page'>",
  );
  const bytes = new Uint8Array(await press.pdf({ format: "A4" }));
  await press.close();
  const { people, workspace, channel } = await world.team("Maya Chen", "王小明");
  const file = await people[0].upload(workspace.id, "report.pdf", "application/pdf", bytes);
  const seen = await lookedAt(people[0], file, (now) => now.thumbnail_url !== null);
  expect(seen.pages).toBe(3);
  await people[0].say(channel.id, "read this", { file_ids: [file.id] });
  const page = await world.inChannel(people[0], channel);
  const said = row(page, "read this");
  await expect(said.getByRole("img", { name: "First page of report.pdf" })).toHaveJSProperty("complete", true);
  await expect(said.getByText("3 pages", { exact: true })).toBeVisible();
  await expect(said.getByRole("link", { name: "Download report.pdf" }).first()).toHaveAttribute(
    "download",
    "report.pdf",
  );
  const ming = await world.inChannel(people[1], channel, { locale: "zh", viewport: { width: 320, height: 640 } });
  await expect(row(ming, "read this").getByText("共 3 页", { exact: true })).toBeVisible();
  const width = await ming.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(320);
});

test("a picture that is sent at once gets its thumbnail while one looks at it, and nothing moves", async ({
  world,
}) => {
  const { people, workspace, channel } = await world.team("Maya Chen", "Ben Okafor");
  const page = await world.inChannel(people[1], channel);
  // Large enough to be looked at for a moment: mostly it is sent before that is over.
  const bytes = new Uint8Array(picture(4_000, 3_000));
  const file = await people[0].upload(workspace.id, "fresh.png", "image/png", bytes);
  await people[0].say(channel.id, "just now", { file_ids: [file.id] });
  const tile = row(page, "just now").getByRole("button", { name: "Open fresh.png" });
  await expect(tile).toBeVisible();
  const place = await tile.boundingBox();
  await expect(tile.locator("img")).toHaveJSProperty("complete", true);
  expect(await tile.boundingBox()).toEqual(place);
});
