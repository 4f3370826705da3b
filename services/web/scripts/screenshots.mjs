/**
 * Takes the pictures of docs/images from the real client, with the demo's talk: `make up`, then `make screenshots`.
 * HUBBUB_CLUSTER names another description of a cluster, HUBBUB_E2E_URL another address of the client.
 */
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const ROOT = new URL("../../../", import.meta.url);
const FOLDER = process.env.HUBBUB_SCREENSHOTS ?? fileURLToPath(new URL("docs/images/", ROOT));
const MOST_BYTES = 300 * 1024;
const cluster = JSON.parse(
  readFileSync(process.env.HUBBUB_CLUSTER ?? fileURLToPath(new URL(".hubbub/run/cluster.json", ROOT)), "utf8"),
);
const base = process.env.HUBBUB_E2E_URL ?? cluster.edge;

const DESK = { width: 1360, height: 850 };
const PHONE = { width: 390, height: 780 };

/** What the button under a message with replies is called. */
const REPLIES = { en: /repl(y|ies)/, zh: /条回复/ };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--font-render-hinting=none"],
});

/** Somebody of the demo in a browser of their own, at a channel. */
async function person(handle, channel, { locale = "en", theme = "light", viewport = DESK, phone = false } = {}) {
  const context = await browser.newContext({
    baseURL: base,
    viewport,
    locale: locale === "zh" ? "zh-CN" : "en-US",
    colorScheme: theme,
    deviceScaleFactor: phone ? 2 : 1,
    hasTouch: phone,
    reducedMotion: "reduce",
  });
  await context.addInitScript(
    ([language, look]) => {
      localStorage.setItem("hubbub.language", language);
      localStorage.setItem("hubbub.theme", look);
    },
    [locale, theme],
  );
  const account = cluster.logins.find((one) => one.handle === handle);
  if (!account) throw new Error(`the demo has no ${handle}: is it loaded?`);
  const api = async (method, path, data) => {
    const response = await context.request.fetch(`/api/v1${path}`, { method, data, headers: { origin: base } });
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
    return response.json();
  };
  await api("POST", "/auth/login", { login: account.email, password: account.password, remember: false });
  await api("PATCH", "/users/me", { theme, locale: locale === "zh" ? "zh-CN" : "en" });
  const { channels, workspaces } = await api("GET", "/sync");
  const workspace = workspaces.find((one) => one.slug === "acme") ?? workspaces[0];
  const room = channels.find((one) => one.name === channel);
  const page = await context.newPage();
  await page.goto(`/w/${workspace.id}/c/${room.id}`);
  await page.locator("html[data-link=live]").waitFor();
  return page;
}

const row = (page, text) => page.getByRole("article").filter({ hasText: text });

/** Opens the thread under the message with this text. */
async function openThread(page, text, locale = "en") {
  await row(page, text).getByRole("button", { name: REPLIES[locale] }).first().click();
  await page.getByRole("complementary").getByRole("article").first().waitFor();
}

/** Waits for pictures, fonts, code and mathematics, then writes the file. */
async function take(page, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await page.waitForLoadState("networkidle");
  const path = `${FOLDER}/${name}.png`;
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  const { size } = statSync(path);
  console.log(`${name}.png  ${Math.round(size / 1024)} KB`);
  if (size > MOST_BYTES) throw new Error(`${name}.png is larger than ${MOST_BYTES / 1024} KB`);
}

mkdirSync(FOLDER, { recursive: true });
try {
  // Two more are there, so that somebody is online and somebody types.
  await person("liwei", "engineering");
  const tom = await person("tom", "engineering");

  const desk = await person("maya", "engineering");
  await openThread(desk, "How a client notices");
  await tom.getByRole("combobox").first().pressSequentially("One more idea", { delay: 20 });
  await desk.getByText(/Tom Becker is typing/).waitFor();
  await row(desk, "How a client notices").first().hover();
  await take(desk, "channel");
  await desk.context().close();

  const dark = await person("maya", "产品讨论", { locale: "zh", theme: "dark" });
  await openThread(dark, "下个版本的计划", "zh");
  await take(dark, "chinese");
  await dark.context().close();

  const phone = await person("maya", "design", { viewport: PHONE, phone: true });
  await row(phone, "Three moods").scrollIntoViewIfNeeded();
  await take(phone, "phone");
} finally {
  await browser.close();
}
