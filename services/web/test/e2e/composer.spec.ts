import type { Locator, Page } from "@playwright/test";
import { expect, test, untilLive } from "./fixtures";
import { picture } from "./picture";
import { composer, feed, row, thread, write } from "./screen";

const PNG = picture(320, 200);
const text = (name: string, content = name) => ({ name, mimeType: "text/plain", buffer: Buffer.from(content) });
const photo = (name: string) => ({ name, mimeType: "image/png", buffer: PNG });

const tray = (place: Page | Locator) => place.getByRole("list", { name: "Files to be sent" });
const sendButton = (place: Page | Locator) => place.getByRole("button", { name: "Send", exact: true });

async function attach(page: Page, files: Parameters<Locator["setInputFiles"]>[0]): Promise<void> {
  await page.locator("main input[type=file]").first().setInputFiles(files);
}

/** Puts it on the real clipboard and presses Ctrl+V, as a person does. */
async function paste(page: Page, kinds: Record<string, string>): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(async (given) => {
    const blobs = Object.entries(given).map(([type, data]) => {
      const bytes = type.startsWith("image/") ? Uint8Array.from(atob(data), (one) => one.charCodeAt(0)) : data;
      return [type, new Blob([bytes], { type })] as const;
    });
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
  }, kinds);
  await composer(page).press("Control+v");
}

async function drop(place: Locator, names: readonly string[], shift = false): Promise<void> {
  const dataTransfer = await place.page().evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const name of given) transfer.items.add(new File([name], name, { type: "text/plain" }));
    return transfer;
  }, names);
  await place.dispatchEvent("dragenter", { dataTransfer });
  await expect(place.page().getByText("Hold Shift to send at once")).toBeVisible();
  await place.dispatchEvent("drop", { dataTransfer, shiftKey: shift });
  await expect(place.page().getByText("Hold Shift to send at once")).toBeHidden();
}

test("text is formatted by keys and buttons, and undone like typing", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const page = await world.inChannel(people[0], channel);
  const field = composer(page);
  await field.fill("bold italic code gone docs");
  const select = (word: string) =>
    field.evaluate((element, wanted) => {
      const area = element as HTMLTextAreaElement;
      const at = area.value.indexOf(wanted);
      area.setSelectionRange(at, at + wanted.length);
    }, word);
  for (const [word, key] of [
    ["bold", "Control+b"],
    ["italic", "Control+i"],
    ["code", "Control+e"],
    ["gone", "Control+Shift+x"],
  ] as const) {
    await select(word);
    await field.press(key);
  }
  await select("docs");
  await paste(page, { "text/plain": "https://example.com/docs" });
  await expect(field).toHaveValue("**bold** *italic* `code` ~~gone~~ [docs](https://example.com/docs)");
  await field.press("Control+z");
  await expect(field).toHaveValue("**bold** *italic* `code` ~~gone~~ docs");
  await field.press("End");
  await page.getByRole("button", { name: "Formula" }).click();
  await page.keyboard.type("x^2");
  await expect(field).toHaveValue("**bold** *italic* `code` ~~gone~~ docs$x^2$");
  await field.press("Enter");
  const sent = row(page, "bold");
  for (const tag of ["strong", "em", "code", "del"]) await expect(sent.locator(tag).first()).toBeVisible();
  await expect(field).toHaveValue("");

  await field.pressSequentially("- one");
  await field.press("Shift+Enter");
  await field.pressSequentially("two");
  await field.press("Enter");
  await expect(row(page, "one").getByRole("listitem")).toHaveText(["one", "two"]);
  await field.pressSequentially("```");
  await field.press("Shift+Enter");
  await field.pressSequentially("let a;");
  await field.press("Enter");
  await field.pressSequentially("```");
  await field.press("Enter");
  await expect(row(page, "let a;").locator("pre")).toBeVisible();
});

test("people, channels and emoji are completed by keyboard, and the server finds who is meant", async ({ world }) => {
  const { people, channel, workspace } = await world.team("Maya Chen", "王小明");
  const [maya, wang] = people;
  const outsider = await world.channel(workspace, maya, { name: "release-notes" });
  const page = await world.inChannel(maya, channel);
  const field = composer(page);
  const list = page.getByRole("listbox", { name: "Suggestions" });
  await field.pressSequentially("请＠王");
  await expect(list.getByRole("option")).toHaveCount(1);
  await expect(field).toHaveAttribute("aria-expanded", "true");
  await field.press("Tab");
  await expect(field).toHaveValue(`请 @${wang.me.handle} `);
  await field.pressSequentially("看 #rel");
  await expect(list.getByRole("option", { name: outsider.name ?? "" })).toBeVisible();
  await field.press("Enter");
  await field.pressSequentially(":tada");
  await expect(list.getByRole("option").first()).toContainText("🎉");
  await field.press("Enter");
  await expect(field).toHaveValue(`请 @${wang.me.handle} 看 #release-notes 🎉 `);
  await field.pressSequentially("@her");
  await expect(list.getByRole("option", { name: "@here" })).toBeVisible();
  await field.press("Escape");
  await expect(list).toBeHidden();
  await field.press("Backspace");
  await expect(list).toBeHidden();
  await field.press("Enter");
  await expect(row(page, "release-notes")).toBeVisible();
  await expect
    .poll(async () => (await maya.history(channel.id))[0]?.mentions.users.map((one) => one.user_id))
    .toEqual([wang.id]);
  await field.pressSequentially("：笑 ");
  await expect(list).toBeHidden();
  await field.press("Backspace");
  await expect(list.getByRole("option").first()).toBeVisible();
});

test("pasted pages become Markdown, pasted pictures files", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const page = await world.inChannel(people[0], channel);
  const field = composer(page);
  await field.focus();
  await paste(page, {
    "text/plain": "Plan",
    "text/html":
      '<h3>Plan</h3><ul><li>read <a href="https://example.com/a">this</a></li><li><b>then</b> talk</li></ul><table><tr><th>Who</th><th>What</th></tr><tr><td>Maya</td><td>1 &amp; 2</td></tr></table>',
  });
  await expect(field).toHaveValue(
    "### Plan\n\n- read [this](https://example.com/a)\n- **then** talk\n\n| Who | What |\n| --- | --- |\n| Maya | 1 & 2 |",
  );
  await field.press("Enter");
  await expect(row(page, "Plan").getByRole("cell", { name: "1 & 2" })).toBeVisible();
  await expect(row(page, "Plan").getByRole("link", { name: "this" })).toBeVisible();

  await paste(page, { "image/png": PNG.toString("base64") });
  await expect(tray(page).getByRole("listitem")).toHaveCount(1);
  await expect(tray(page).locator("img")).toHaveAttribute("src", /^blob:/);
  await field.fill("look 👀 看");
  await field.press("Enter");
  await expect(row(page, "look 👀 看").getByRole("button", { name: "Open image.png" })).toBeVisible();
  await expect(tray(page)).toBeHidden();
});

test("files are dropped on the conversation, and with Shift they are sent at once", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const [maya] = people;
  const page = await world.inChannel(maya, channel);
  await drop(page.locator("[data-region=messages]"), ["notes.txt", "plan.txt"]);
  await expect(tray(page).getByRole("listitem")).toHaveCount(2);
  await tray(page).getByRole("listitem").first().hover();
  await page.getByRole("button", { name: "Move notes.txt to the right" }).click();
  await expect(tray(page).getByRole("listitem")).toHaveText([/plan/, /notes/]);
  await page.getByRole("button", { name: "Remove plan.txt" }).click();
  await drop(page.locator("[data-region=messages]"), ["now.txt"], true);
  await expect(row(page, "now.txt").getByText("notes.txt").first()).toBeVisible();
  await expect(tray(page)).toBeHidden();
  await expect
    .poll(async () => (await maya.history(channel.id))[0]?.files.map((file) => file.name))
    .toEqual(["notes.txt", "now.txt"]);
});

test("ten files go into a message, and the eleventh is refused", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const page = await world.inChannel(people[0], channel);
  await attach(
    page,
    Array.from({ length: 11 }, (_, index) => text(`file-${index + 1}.txt`)),
  );
  await expect(page.getByText("At most 10 files a message")).toBeVisible();
  await expect(tray(page).getByRole("listitem")).toHaveCount(10);
  await expect(page.getByText("file-11.txt")).toBeVisible();
  await expect(tray(page).getByText("file-11.txt")).toBeHidden();
});

test("an upload that broke is tried again, one under way is cancelled", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const page = await world.inChannel(people[0], channel);
  world.allow(/ERR_FAILED|Failed to load resource/);
  await page.route("**/api/v1/files", (route) => route.abort());
  await attach(page, photo("broken.png"));
  const again = page.getByRole("button", { name: "Try broken.png again" });
  await expect(again).toBeVisible();
  await page.unroute("**/api/v1/files");
  await again.click();
  await expect(again).toBeHidden();

  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/api/v1/files", async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await attach(page, text("slow.txt"));
  await expect(page.getByRole("progressbar", { name: /slow\.txt/ })).toBeVisible();
  await page.getByRole("button", { name: "Remove slow.txt" }).click();
  await expect(tray(page).getByRole("listitem")).toHaveCount(1);
  release();
  await sendButton(page).click();
  await expect(feed(page).getByRole("button", { name: "Open broken.png" })).toBeVisible();
  expect((await people[0].history(channel.id))[0]?.files).toHaveLength(1);
});

test("a message goes out while its file is still under way, and a reload in the middle goes on", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const [maya] = people;
  world.allow(/Failed to load resource/);
  const page = await world.inChannel(maya, channel);
  const hold = () => page.route("**/api/v1/files", () => undefined);
  await hold();
  await attach(page, [photo("sunset.png"), text("notes.txt")]);
  await write(page, "from the beach");
  await write(page, "and one more");
  const unsent = row(page, "from the beach");
  await expect(unsent.getByRole("img", { name: "sunset.png" })).toHaveAttribute("src", /^blob:/);
  await expect(unsent.getByRole("progressbar").first()).toBeVisible();
  await page.reload();
  await expect(unsent.getByRole("progressbar").first()).toBeVisible();
  expect(await maya.history(channel.id)).toEqual([]);
  await page.unroute("**/api/v1/files");
  await page.reload();
  await expect(unsent.getByRole("progressbar")).toHaveCount(0);
  await expect
    .poll(async () => (await maya.history(channel.id)).map((message) => message.body))
    .toEqual(["from the beach", "and one more"]);
  const [first] = await maya.history(channel.id);
  expect(first?.files.map((file) => file.name)).toEqual(["sunset.png", "notes.txt"]);
  await expect(row(page, "from the beach")).toHaveCount(1);
});

test("drafts stay: after a reload, in a thread, in another tab, with their files", async ({ world }) => {
  const { people, channel, workspace } = await world.team("Maya Chen");
  const [maya] = people;
  const root = await maya.say(channel.id, "the root");
  const other = await world.channel(workspace, maya);
  const page = await world.inChannel(maya, channel);
  await composer(page).fill("half a thought 想");
  await attach(page, text("draft.txt"));
  await expect(tray(page).getByRole("progressbar")).toHaveCount(0);
  await page.goto(`${page.url()}?thread=${root.id}`);
  await composer(thread(page)).fill("half a reply");
  await page.reload();
  await expect(composer(page)).toHaveValue("half a thought 想");
  await expect(tray(page).getByText("draft.txt")).toBeVisible();
  await expect(composer(thread(page))).toHaveValue("half a reply");
  const tab = await world.tab(page);
  await expect(composer(thread(tab))).toHaveValue("half a reply");
  await composer(tab).fill("a whole thought 想法");
  await expect(composer(page)).toHaveValue("a whole thought 想法");
  await page.getByRole("link", { name: other.name ?? "" }).click();
  await expect(composer(page)).toHaveValue("");
  const mark = page.getByRole("link", { name: new RegExp(channel.name ?? "") }).getByRole("img", { name: "draft" });
  await expect(mark).toBeVisible();
  await composer(tab).press("Enter");
  await composer(thread(tab)).press("Enter");
  await expect(mark).toBeHidden();
  // It left the draft for the outbox; its file goes first.
  await expect
    .poll(async () => (await maya.history(channel.id)).at(-1))
    .toMatchObject({ body: "a whole thought 想法", files: [{ name: "draft.txt" }] });
});

test("one tab sends what all of them write, and another takes over when it is closed", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const [maya] = people;
  const first = await world.inChannel(maya, channel);
  const second = await world.tab(first);
  await untilLive(second);
  await write(second, "from the second tab");
  await expect(row(first, "from the second tab")).toHaveCount(1);
  await write(first, "from the first tab");
  await expect(row(second, "from the first tab")).toHaveCount(1);
  // Whoever sends is gone in the middle of it.
  await first.route("**/api/v1/files", () => undefined);
  await attach(first, text("handed-over.txt"));
  await write(first, "handed over");
  await expect(row(second, "handed over")).toBeVisible();
  await first.close();
  await write(second, "after it");
  await expect
    .poll(async () => (await maya.history(channel.id)).map((message) => message.body))
    .toEqual(["from the second tab", "from the first tab", "handed over", "after it"]);
  expect((await maya.history(channel.id))[2]?.files.map((one) => one.name)).toEqual(["handed-over.txt"]);
  await expect(row(second, "handed over")).toHaveCount(1);
});

test("↑ edits what I said last, and Esc leaves it as it was", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const page = await world.inChannel(people[0], channel);
  await write(page, "first");
  await write(page, "secnd");
  await expect(row(page, "secnd")).toBeVisible();
  await composer(page).press("ArrowUp");
  const edit = row(page, /./).getByRole("textbox");
  await expect(edit).toBeFocused();
  await edit.fill("nonsense");
  await edit.press("Escape");
  await expect(row(page, "secnd")).toBeVisible();
  await expect(composer(page)).toBeFocused();
  await composer(page).press("ArrowUp");
  await edit.fill("second");
  await edit.press("Enter");
  await expect(row(page, "second")).toContainText("edited");
  await expect(composer(page)).toBeFocused();
});

test("a text that no message holds is counted, refused, and offered as a file", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const [maya] = people;
  const page = await world.inChannel(maya, channel);
  await composer(page).fill("王".repeat(5_400));
  await expect(page.getByText("184 bytes left")).toBeVisible();
  await composer(page).fill("👍".repeat(4_100));
  await expect(page.getByText("16 bytes too long")).toBeVisible();
  await expect(sendButton(page)).toBeDisabled();
  await composer(page).press("Enter");
  await page.getByRole("button", { name: "Attach it as a file" }).click();
  await expect(composer(page)).toHaveValue("");
  await expect(tray(page).getByText(/^snippet-/)).toBeVisible();
  await paste(page, { "text/plain": "line\n".repeat(4_000) });
  await page.getByRole("button", { name: "Attach it as a file" }).click();
  await expect(tray(page).getByRole("listitem")).toHaveCount(2);
  await composer(page).press("Enter");
  await expect
    .poll(async () => (await maya.history(channel.id))[0]?.files.map((file) => file.size))
    .toEqual([16_400, 20_000]);
});

test("slow mode says how long, and what is refused waits and goes by itself", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  await maya.patch(`/channels/${channel.id}`, { slow_mode_s: 5 });
  const page = await world.inChannel(ben, channel);
  await ben.say(channel.id, "from elsewhere");
  await write(page, "too soon");
  await expect(page.getByText(/Slow mode is on: it is sent in/)).toBeVisible();
  await expect
    .poll(async () => (await maya.history(channel.id)).map((one) => one.body))
    .toEqual(["from elsewhere", "too soon"]);
  await expect(page.getByRole("timer")).toBeVisible();
  await composer(page).fill("written meanwhile");
  await expect(sendButton(page)).toBeDisabled();
  await expect(sendButton(page)).toBeEnabled();
});

test("what was written long ago asks before it is sent", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen");
  const [maya] = people;
  const page = await world.inChannel(maya, channel);
  // As a page leaves it that was closed without a network, the day before.
  await page.evaluate(
    ([user, place]) =>
      new Promise<void>((done, fail) => {
        const opening = indexedDB.open(`hubbub-${user}`);
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
          const write = opening.result.transaction("outbox", "readwrite");
          const at = Date.now() - 25 * 3_600_000;
          const entry = { channel: place, root: null, alsoInChannel: false, files: [], state: "queued", attempts: 1 };
          const rest = { at, retryAt: at, code: null, seq: null, epoch: 1 };
          const nonce = "01900000-0000-7000-8000-00000000000";
          write.objectStore("outbox").put({ ...entry, ...rest, nonce: `${nonce}1`, body: "good morning" });
          write.objectStore("outbox").put({ ...entry, ...rest, nonce: `${nonce}2`, body: "are you there?" });
          write.oncomplete = () => {
            opening.result.close();
            done();
          };
        };
      }),
    [maya.id, channel.id] as const,
  );
  await page.reload();
  await untilLive(page);
  await expect(row(page, "good morning").getByText(/never sent. Send it now\?/)).toBeVisible();
  await write(page, "a new one");
  await expect.poll(async () => (await maya.history(channel.id)).map((one) => one.body)).toEqual(["a new one"]);
  await row(page, "are you there?").getByRole("button", { name: "Delete" }).click();
  await row(page, "good morning").getByRole("button", { name: "Send now" }).click();
  await expect
    .poll(async () => (await maya.history(channel.id)).map((one) => one.body))
    .toEqual(["a new one", "good morning"]);
  await expect(row(page, "are you there?")).toHaveCount(0);
});

test("what could not be sent goes back into the composer with its files", async ({ world }) => {
  const { people, channel } = await world.team("Maya Chen", "Ben Okafor");
  const [maya, ben] = people;
  const page = await world.inChannel(ben, channel);
  // Parts that were not needed before the network went away may be missed.
  world.allow(/Failed to load resource/, /Failed to fetch dynamically imported module/);
  await page.context().setOffline(true);
  await attach(page, text("kept.txt"));
  await write(page, "never mind");
  await expect(page.getByText("Queued. It is sent when the connection is back.")).toBeVisible();
  await maya.patch(`/channels/${channel.id}`, { posting: "admins" });
  await page.context().setOffline(false);
  const failed = row(page, "never mind");
  await expect(failed.getByText("Only admins may post here.")).toBeVisible();
  await maya.patch(`/channels/${channel.id}`, { posting: "everyone" });
  await failed.getByRole("button", { name: "Edit" }).click();
  await expect(composer(page)).toHaveValue("never mind");
  await expect(tray(page).getByText("kept.txt")).toBeVisible();
  await expect(failed).toHaveCount(0);
  await write(page, "after all");
  await expect
    .poll(async () => (await maya.history(channel.id)).at(-1))
    .toMatchObject({
      body: "after all",
      files: [{ name: "kept.txt" }],
    });
});
