import { channelPath, expect, test, untilLive } from "./fixtures";
import { expectLog, row, write } from "./screen";

test("two tabs of one person show the same, once", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const first = await world.inChannel(maya, channel);
  const second = await world.tab(first);
  await untilLive(second);
  await write(first, "From the first tab");
  await expect(row(second, "From the first tab")).toBeVisible();
  await write(second, "From the second tab");
  await expect(row(first, "From the second tab")).toBeVisible();
  await ben.say(channel.id, "I see one Maya");
  await expect(row(first, "I see one Maya")).toBeVisible();
  const log = await maya.history(channel.id);
  expect(log).toHaveLength(3);
  await expectLog(first, log);
  await expectLog(second, log);
});

test("what is read in one tab is read in the other", async ({ world }) => {
  const { people, channel, workspace } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const other = await world.channel(workspace, ben, { members: [maya] });
  const first = await world.inChannel(maya, channel);
  const second = await world.tab(first);
  await untilLive(second);
  await ben.sayAll(other.id, ["One", "Two"]);
  const inSidebar = (page: typeof first) => page.getByRole("navigation").getByRole("link", { name: other.name ?? "" });
  for (const page of [first, second]) await expect(inSidebar(page)).toHaveAccessibleName(/2 unread/);
  await inSidebar(first).click();
  await expect(row(first, "Two")).toBeVisible();
  for (const page of [first, second]) await expect(inSidebar(page)).not.toHaveAccessibleName(/unread/);
});

test("signing out in one tab signs out the other", async ({ world }) => {
  world.allow(/status of 401/);
  const { people, channel } = await world.team("Maya Chen");
  const first = await world.inChannel(people[0], channel);
  const second = await world.tab(first);
  await untilLive(second);
  await first
    .getByRole("button", { name: /Maya Chen/ })
    .first()
    .click();
  await first.getByRole("menuitem", { name: "Sign out" }).click();
  for (const page of [first, second]) await expect(page).toHaveURL(/\/sign-in/);
  await second.goto(channelPath(channel));
  await expect(second).toHaveURL(/\/sign-in/);
});
