import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { packEmojis } from "../../emoji-plugin";
import { openDisk } from "../outbox/store";
import { unpack } from "./data";
import { openHabits, useEmojiHabits, withRecent } from "./recents";
import { pickerData } from "./resolve";

test("what was used last is first, once, and the list stays short", () => {
  expect(withRecent(["👍", "🎉"], "🎉")).toEqual(["🎉", "👍"]);
  const many = Array.from({ length: 40 }, (_, at) => `${at}`);
  expect(withRecent(many, "🎉").length).toBe(24);
});

const en = unpack(packEmojis("en"));

test("the picker finds emoji by shortcode and leaves out what cannot be drawn", () => {
  const all = pickerData("en", en, () => true);
  expect(all.emojis.find((one) => one.emoji === "🎉")?.tags).toContain("tada");
  expect(all.categories.length).toBe(9);
  const old = pickerData("en", en, () => false);
  expect(old.emojis.some((one) => one.emoji === "🇫🇷")).toBe(false);
  expect(old.emojis.some((one) => one.version >= 15)).toBe(false);
  expect(old.emojis.some((one) => one.emoji === "👍")).toBe(true);
});

test("habits survive a reload, and are nobody else's", async () => {
  const mine = await openDisk("maya");
  await openHabits(mine);
  useEmojiHabits.getState().used("🎉");
  useEmojiHabits.getState().setTone("medium");
  await openHabits(await openDisk("ben"));
  expect(useEmojiHabits.getState()).toMatchObject({ recent: [], tone: "none" });
  await openHabits(await openDisk("maya"));
  expect(useEmojiHabits.getState()).toMatchObject({ recent: ["🎉"], tone: "medium" });
});
