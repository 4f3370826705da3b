import { cluster } from "./cluster";
import { expect, test } from "./fixtures";
import { row, write } from "./screen";

const PATH = "/api/v1/reports/delivery";

/** How many messages clients have told of, by what api says. */
async function counted(): Promise<number> {
  const apis = cluster().services.filter(({ service }) => service === "api");
  const pages = await Promise.all(apis.map(async ({ admin }) => (await fetch(`${admin}/metrics`)).text()));
  return pages.reduce((sum, page) => sum + Number(/^hubbub_client_delivery_seconds_count (\d+)/m.exec(page)?.[1]), 0);
}

test("how long one's messages took is told to the server, together and without their words", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const maya = await world.inChannel(people[0], channel);
  // From here on the page measures.
  await maya.waitForFunction(() => window.hubbub !== undefined);
  const before = await counted();
  const told = maya.waitForResponse((response) => new URL(response.url()).pathname === PATH);
  for (const text of ["one", "two"]) {
    await write(maya, text);
    await expect(row(maya, text)).toBeVisible();
  }
  const response = await told;
  expect(response.status()).toBe(204);
  const report = response.request().postDataJSON() as { readonly latencies_ms: readonly number[] };
  expect(Object.keys(report)).toEqual(["latencies_ms"]);
  expect(report.latencies_ms).toHaveLength(2);
  // Other pages of the same cluster may tell of theirs meanwhile.
  expect(await counted()).toBeGreaterThanOrEqual(before + 2);
});
