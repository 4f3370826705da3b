import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { expectBack, expectSpread, kill, onlyGateway, service } from "./gateways";
import type { Person } from "./people";
import { expectLog, write } from "./screen";

/** What a browser notes while a part of the cluster is away; whether the page coped is what is tested. */
const WHILE_AWAY = [/WebSocket connection to .* failed/, /Failed to load resource/];
const EACH = 12;

test.skip(process.env["HUBBUB_E2E_PRIVATE"] === undefined, "kills processes: only on a cluster of its own");
test.describe.configure({ mode: "serial" });

test("a gateway that is killed costs nothing, twice nothing, and no reload", async ({ world }) => {
  test.setTimeout(120_000);
  world.allow(...WHILE_AWAY);
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor", "Ada Script", "Bob Script");
  const [maya, ben, ada, bob] = people;
  await expectSpread([0, 0]);
  const hers = await world.inChannel(maya, channel);
  await expectSpread([0, 1]);
  const carrier = await onlyGateway();
  const his = await world.inChannel(ben, channel);
  await expectSpread([1, 1]);
  await mark(hers, his);

  const scripts = Promise.all([
    ada.sayAll(channel.id, lines("ada", EACH * 3)),
    bob.sayAll(channel.id, lines("bob", EACH * 3)),
  ]);
  for (const [index, line] of lines("maya", EACH).entries()) {
    await write(hers, line);
    if (index === EACH / 2) kill(carrier);
    await write(his, line.replace("maya", "ben"));
  }
  await scripts;

  await expectBack(carrier);
  await expectEverybodyHeard([hers, his], {
    reader: maya,
    channel: channel.id,
    said: { ada: EACH * 3, bob: EACH * 3, maya: EACH, ben: EACH },
  });
});

test("an api that is killed while somebody sends only delays", async ({ world }) => {
  test.setTimeout(120_000);
  world.allow(...WHILE_AWAY);
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const hers = await world.inChannel(maya, channel);
  const his = await world.inChannel(ben, channel);
  await mark(hers, his);
  const api = service("api");
  for (const [index, line] of lines("maya", EACH).entries()) {
    await write(hers, line);
    if (index === 3) kill(api);
  }
  await expectBack(api);
  await expectEverybodyHeard([hers, his], { reader: maya, channel: channel.id, said: { maya: EACH } });
});

function lines(who: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${who} says ${String(index + 1).padStart(3, "0")}`);
}

/** What only a page that was never loaded anew still has. */
async function mark(...pages: readonly Page[]): Promise<void> {
  for (const page of pages) await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
}

/** The server has every line once, each author's in the order of writing, and every page shows just that. */
async function expectEverybodyHeard(
  pages: readonly Page[],
  {
    reader,
    channel,
    said,
  }: { readonly reader: Person; readonly channel: string; readonly said: Record<string, number> },
): Promise<void> {
  const bodies = async () => (await reader.history(channel)).map((message) => message.body);
  const total = Object.values(said).reduce((sum, count) => sum + count, 0);
  await expect.poll(async () => (await bodies()).length, { timeout: 60_000 }).toBe(total);
  for (const [who, count] of Object.entries(said)) {
    expect((await bodies()).filter((body) => body.startsWith(`${who} `))).toEqual(lines(who, count));
  }
  const log = await reader.history(channel);
  for (const page of pages) {
    await expectLog(page, log);
    expect(await page.evaluate(() => "neverReloaded" in window)).toBe(true);
  }
}
