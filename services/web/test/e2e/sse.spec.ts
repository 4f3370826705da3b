import { expect, test } from "./fixtures";
import { expectLog, feed, row, write } from "./screen";

test("where no WebSocket gets through, one reads and writes all the same", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  world.allow(/WebSocket/);
  let tries = 0;
  const page = await world.inChannel(maya, channel, {
    before: (fresh) =>
      fresh.routeWebSocket("**/ws", (route) => {
        tries += 1;
        void route.close({ code: 1006 });
      }),
  });
  expect(tries).toBe(3);

  await ben.say(channel.id, "can you hear me?");
  await expect(row(page, "can you hear me?")).toBeVisible();
  await write(page, "loud and clear");
  const said = async () => (await ben.history(channel.id)).find((message) => message.body === "loud and clear");
  await expect.poll(async () => (await said())?.author.id).toBe(maya.id);
  const mine = await said();

  await ben.put(`/messages/${mine?.id}/reactions/${encodeURIComponent("🎉")}`);
  await expect(row(page, "loud and clear").getByRole("button", { name: /🎉/ })).toBeVisible();
  await ben.patch(`/messages/${(await ben.history(channel.id))[0]?.id}`, { body: "can you all hear me?" });
  await expect(row(page, "can you all hear me?")).toBeVisible();
  await feed(page).getByRole("button", { name: /🎉/ }).click();
  await expect.poll(async () => (await said())?.reactions[0]?.count).toBe(2);
  await expectLog(page, await maya.history(channel.id));
});
