import { expect, test } from "./fixtures";
import { row, write } from "./screen";

test("what one person writes, the other one reads", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const maya = await world.inChannel(people[0], channel);
  const ben = await world.inChannel(people[1], channel, { locale: "zh", theme: "dark" });
  await write(maya, "Good morning, Ben!");
  await expect(row(ben, "Good morning, Ben!")).toBeVisible();
  await people[1].say(channel.id, "早上好！");
  await expect(row(maya, "早上好！")).toBeVisible();
});
