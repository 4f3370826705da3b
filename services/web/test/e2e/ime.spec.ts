import type { CDPSession } from "@playwright/test";
import { expect, test } from "./fixtures";
import { composer, row } from "./screen";

/** The keys of an input method: 229 is what browsers report while one has the keyboard. */
const IME_KEY = 229;
const ENTER_KEY = 13;

async function pressEnter(cdp: CDPSession, key: number): Promise<void> {
  // `rawKeyDown` has no character: while it composes, an input method swallows that.
  const event = { key: key === ENTER_KEY ? "Enter" : "Process", code: "Enter", windowsVirtualKeyCode: key };
  await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...event });
  await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
}

for (const [name, key] of [
  ["as key 229", IME_KEY],
  ["as a plain Enter that is composing", ENTER_KEY],
] as const) {
  test(`Enter that chooses a word does not send the message, reported ${name}`, async ({ world }) => {
    const { people, channel } = await world.team("李伟", "Maya Chen");
    const page = await world.inChannel(people[0], channel, { locale: "zh" });
    const cdp = await page.context().newCDPSession(page);
    const field = composer(page);
    await field.focus();
    await cdp.send("Input.imeSetComposition", { text: "nihao", selectionStart: 5, selectionEnd: 5 });
    await expect(field).toHaveValue("nihao");
    await pressEnter(cdp, key);
    await expect(field).toHaveValue("nihao");

    await cdp.send("Input.insertText", { text: "你好" });
    await expect(field).toHaveValue("你好");
    await page.keyboard.press("Enter");
    await expect(field).toHaveValue("");
    await expect(row(page, "你好")).toBeVisible();
    await expect
      .poll(async () => (await people[0].history(channel.id)).map((message) => message.body))
      .toEqual(["你好"]);
  });
}
