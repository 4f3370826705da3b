import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { File as Stored } from "../../src/api/types";
import { expect, test } from "./fixtures";
import type { Person } from "./people";
import { composer, feed } from "./screen";

const MIB = 1024 * 1024;
/** Parts go to the store itself, through the edge. */
const PARTS = "**/hubbub/ws/**";

function noise(bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  for (let at = 4, state = 0x2545f491; at + 4 <= bytes; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    buffer.writeInt32LE(state, at);
  }
  return buffer;
}

const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** From the disk, as a person does: so many bytes are not sent through the test's own connection. */
async function attach(page: Page, name: string, bytes: Buffer): Promise<void> {
  const path = test.info().outputPath(name);
  await writeFile(path, bytes);
  await page.locator("main input[type=file]").first().setInputFiles(path);
}

const progress = (page: Page) => page.getByRole("progressbar", { name: /large\.bin/ });
const numberOf = (url: string) => Number(new URL(url).searchParams.get("partNumber"));

/** The one file of the last message, byte by byte. */
async function sent(page: Page, maya: Person, channel: string): Promise<Buffer> {
  await expect.poll(async () => (await maya.history(channel)).at(-1)?.files.length).toBe(1);
  const url = (await maya.history(channel)).at(-1)?.files[0]?.url ?? "";
  return (await page.request.get(url)).body();
}

test("a large file goes in parts, and after a reload only what was missing is sent", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const [maya] = people;
  world.allow(/Failed to load resource/);
  const page = await world.inChannel(maya, channel);
  const bytes = noise(20 * MIB);
  // The first part arrives; the others stay on the way.
  await page.route(PARTS, (route) => (numberOf(route.request().url()) === 1 ? route.continue() : undefined));
  const first = page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.ok());
  await attach(page, "large.bin", bytes);
  expect(numberOf((await first).url())).toBe(1);
  await expect(progress(page)).toBeVisible();

  const put: number[] = [];
  page.on("request", (request) => {
    if (request.method() === "PUT" && request.url().includes("partNumber")) put.push(numberOf(request.url()));
  });
  await page.reload();
  await expect(progress(page)).toBeVisible();
  await expect.poll(() => [...put].sort()).toEqual([2, 3]);
  // What a route holds goes on without it.
  await page.unroute(PARTS);
  await expect(progress(page)).toHaveCount(0);
  await composer(page).fill("here it is");
  await composer(page).press("Enter");
  await expect(feed(page).getByRole("link", { name: /large\.bin/ })).toBeVisible();
  expect(hash(await sent(page, maya, channel.id))).toBe(hash(bytes));
});

test("a link that is lost in the middle costs the parts on their way, and nobody has to do anything", async ({
  world,
}) => {
  const { people, channel } = await world.team("Maya Chen");
  const [maya] = people;
  world.allow(/Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket/);
  const page = await world.inChannel(maya, channel);
  const bytes = noise(12 * MIB);
  await page.route(PARTS, (route) => (numberOf(route.request().url()) === 1 ? route.continue() : undefined));
  const first = page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.ok());
  await attach(page, "large.bin", bytes);
  await first;
  await composer(page).fill("here it is");
  await composer(page).press("Enter");
  await page.context().setOffline(true);
  await page.unroute(PARTS);
  await page.context().setOffline(false);
  expect(hash(await sent(page, maya, channel.id))).toBe(hash(bytes));
});

for (const { locale, says } of [
  { locale: "en", says: "large.bin: The workspace has no room left for this file." },
  { locale: "zh", says: "large.bin: 工作区的存储空间不足，无法上传此文件。" },
] as const) {
  test(`a refusal says why (${locale})`, async ({ world }) => {
    const { people, channel } = await world.team("Maya Chen");
    world.allow(/status of 507/);
    const page = await world.inChannel(people[0], channel, { locale });
    const problem = { type: "urn:hubbub:problem:storage_full", status: 507, code: "storage_full", retryable: false };
    const body = JSON.stringify({ ...problem, title: "", errors: [] });
    await page.route("**/api/v1/files/uploads", (route) =>
      route.fulfill({ status: 507, contentType: "application/problem+json", body }),
    );
    await attach(page, "large.bin", noise(9 * MIB));
    await expect(page.getByText(says)).toBeVisible();
  });
}

test("nothing that is uploaded ever runs, however it calls itself", async ({ world }) => {
  const { people, workspace, channel } = await world.team("Maya Chen");
  const [maya] = people;
  const script = "<script>document.title = 'pwned'; fetch('/pwned')</script>";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = 'pwned'; fetch('/pwned')</script></svg>`;
  const payloads: readonly (readonly [string, string, string])[] = [
    ["page.html", "text/html", `<!doctype html>${script}`],
    ["picture.svg", "image/svg+xml", svg],
    ["picture.png", "image/png", `<!doctype html>${script}`],
    ["feed.xml", "text/xml", `<?xml version="1.0"?>${svg}`],
    ["paper.pdf", "application/pdf", "%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"],
    ["both.html", "text/html", `PK\u0003\u0004${script}`],
    ["code.js", "text/javascript", "document.title = 'pwned'"],
  ];
  const page = await world.inChannel(maya, channel);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  for (const [name, type, content] of payloads) {
    const file: Stored = await maya.upload(workspace.id, name, type, new Uint8Array(Buffer.from(content)));
    const answer = await page.request.get(file.url);
    const headers = answer.headers();
    expect(headers["content-disposition"], name).toMatch(/^attachment; /);
    expect(headers["content-security-policy"], name).toBe("sandbox; default-src 'none'");
    expect(headers["x-content-type-options"], name).toBe("nosniff");
    expect(headers["cross-origin-resource-policy"], name).toBe("same-origin");
    expect(headers["content-type"], name).not.toMatch(/html|svg|xml|javascript/);
    const download = page.waitForEvent("download");
    // A download ends the navigation before there is a page.
    await page.goto(file.url).catch(() => undefined);
    expect((await download).suggestedFilename()).toBe(name);
  }
  expect(asked).not.toContain("/pwned");
  expect(await page.title()).not.toBe("pwned");
  // Of the store itself, nothing is reached but parts at signed addresses.
  for (const path of ["/hubbub/", "/hubbub/ws/x?uploads", "/hubbub/ws/x?X-Amz-Signature=0"]) {
    expect((await page.request.get(path)).status(), path).toBe(404);
  }
});
