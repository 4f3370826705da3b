import { expect, test, untilLive } from "./fixtures";
import { chance, type Fate, Road, UNHARMED } from "./road";
import { expectLog, row } from "./screen";

const LOST = 0.06;
const TWICE = 0.06;
const LATE = 0.15;
const LATEST_MS = 250;
const TALKERS = 5;

/** Events of a log and their heads are harmed; answers to commands arrive, since over TCP none is lost alone. */
function badRoad(random: () => number): (text: string) => Fate {
  return (text) => {
    const isEvent = /"seq":/.test(text.slice(0, 120)) && !/"type":"(ok|error)"/.test(text.slice(0, 40));
    if (!isEvent) return UNHARMED;
    const roll = random();
    if (roll < LOST) return [];
    if (roll < LOST + TWICE) return [0, Math.ceil(random() * LATEST_MS)];
    if (roll < LOST + TWICE + LATE) return [Math.ceil(random() * LATEST_MS)];
    return UNHARMED;
  };
}

test("500 messages over a bad road stand in the order of the log", async ({ world }) => {
  test.setTimeout(150_000);
  world.allow(/WebSocket connection to .* failed/);
  const seed = Number(process.env["HUBBUB_E2E_SEED"] ?? Date.now() % 1_000_000);
  console.log(`network: seed ${seed} (HUBBUB_E2E_SEED repeats it)`);
  test.info().annotations.push({ type: "seed", description: String(seed) });
  const { people, channel } = await world.team("Maya Chen", "Script");
  const [maya, script] = people;
  const road = new Road();
  const page = await world.inChannel(maya, channel, { before: road.lay });
  road.fate = badRoad(chance(seed));

  const say = (from: number, to: number) =>
    Promise.all(
      Array.from({ length: TALKERS }, (_, talker) =>
        script.sayAll(
          channel.id,
          Array.from({ length: (to - from) / TALKERS }, (_, index) => `${talker}: line ${from + index}`),
        ),
      ),
    );
  await say(0, 200);
  await test.step("half-open for a while, until the browser says that the network changed", async () => {
    road.silence();
    await say(200, 300);
    road.wake();
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
  });
  await test.step("cut in the middle", async () => {
    const talking = say(300, 500);
    await road.cut();
    road.mend();
    await talking;
  });
  road.fate = () => UNHARMED;
  // The server's next ping names the heads, in case the very last event was among the lost ones.
  await script.say(channel.id, "the end");
  await expect(row(page, "the end")).toBeVisible({ timeout: 45_000 });
  expect(road.harmed).toBeGreaterThan(50);
  expect(road.opened).toBeGreaterThanOrEqual(3);
  const log = await maya.history(channel.id);
  expect(log).toHaveLength(501);
  await expectLog(page, log);
});

test("a half-open link is noticed by its silence alone", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const road = new Road();
  const page = await world.inChannel(maya, channel, {
    before: async (fresh) => {
      await fresh.clock.install();
      await road.lay(fresh);
    },
  });
  road.silence();
  await ben.say(channel.id, "Can you hear me?");
  // 35 s without any frame, then 5 s without an answer to the probe; the wait after that is short.
  await page.clock.fastForward("00:36");
  await expect(page.locator("html")).toHaveAttribute("data-link", "probing");
  road.wake();
  await page.clock.fastForward("00:06");
  await untilLive(page);
  await expect(row(page, "Can you hear me?")).toBeVisible();
  expect(road.opened).toBeGreaterThan(1);
});
