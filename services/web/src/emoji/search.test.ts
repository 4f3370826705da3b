import { describe, expect, test } from "vitest";
import { packEmojis } from "../../emoji-plugin";
import { emojiNamed, unpack } from "./data";
import { rankEmojis } from "./search";

const en = unpack(packEmojis("en"));
const zh = unpack(packEmojis("zh"));

describe("emoji are found", () => {
  test.each([
    ["smile", "😄"],
    ["tada", "🎉"],
    ["+1", "👍"],
    ["heart", "❤️"],
    ["rocket", "🚀"],
    [":tada:", "🎉"],
  ])("by the shortcode %s", (query, emoji) => {
    expect(rankEmojis(query, [en])[0]?.emoji).toBe(emoji);
  });

  test("by a Chinese word in either language", () => {
    const chinese = rankEmojis("笑", [zh]);
    expect(chinese.length).toBe(8);
    expect(chinese.every((hit) => hit.name !== "")).toBe(true);
    const english = rankEmojis("笑", [en, zh]);
    expect(english.map((hit) => hit.emoji)).toEqual(chinese.map((hit) => hit.emoji));
    expect(english[0]?.name).toMatch(/[a-z]/);
  });

  test("by an English keyword in a Chinese client, under their Chinese names", () => {
    const hits = rankEmojis("party", [zh, en]);
    expect(hits.map((hit) => hit.emoji)).toContain("🥳");
    expect(hits[0]?.name).toMatch(/\p{Script=Han}/u);
  });

  test("by words with a space as well as with a line between", () => {
    expect(rankEmojis("thumbs up", [en])[0]?.emoji).toBe("👍");
    expect(rankEmojis("thumbs_up", [en])[0]?.emoji).toBe("👍");
  });

  test("never for nothing", () => {
    expect(rankEmojis("", [en])).toEqual([]);
    expect(rankEmojis(":", [en])).toEqual([]);
    expect(rankEmojis("zzqq", [en, zh])).toEqual([]);
  });
});

test("a shortcode stands for its emoji, an unknown one for nothing", () => {
  expect(emojiNamed("tada", en)).toBe("🎉");
  expect(emojiNamed("our_own_logo", en)).toBeUndefined();
});

test("both languages have the same emoji, and every tone of a hand", () => {
  expect(zh.emojis.map((one) => one.emoji)).toEqual(en.emojis.map((one) => one.emoji));
  expect(en.emojis.find((one) => one.emoji === "👍")?.skins.length).toBe(5);
});

test("an emoji has the characters that a keyboard gives it", () => {
  const written = new Set(en.emojis.map((one) => one.emoji));
  for (const emoji of ["👍", "❤️", "😂", "🎉", "👀", "🙏", "✅", "☕", "1️⃣", "🏳️‍🌈"]) expect(written).toContain(emoji);
});
