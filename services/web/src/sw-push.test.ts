import { expect, test } from "vitest";
import { noteOf, type Pushed, readPushed } from "./sw-push";

const pushed = (fields: Partial<Extract<Pushed, { type: "message" }>> = {}) => ({
  type: "message" as const,
  channel_id: "c1",
  workspace_id: "w1",
  message_id: "m1",
  parent_id: null,
  author: "Ben Okafor",
  place: "general",
  text: "**please** look at [this](https://example.com)",
  count: 1,
  locale: "en",
  ...fields,
});

test("a notification says who, where and what, without the marks", () => {
  expect(noteOf(pushed())).toEqual({
    title: "Ben Okafor in #general",
    body: "please look at this",
    tag: "c1",
    data: { channel: "c1", message: "m1", path: "/w/w1/c/c1" },
  });
});

test("what has no text to show, and what stands for several, is said in the person's language", () => {
  expect(noteOf(pushed({ text: null, place: null })).body).toBe("New message");
  const chinese = noteOf(pushed({ text: null, count: 3, locale: "zh-Hans" }));
  expect([chinese.title, chinese.body]).toEqual(["Ben Okafor（#general）", "有新消息\n3 条新消息"]);
});

test("a reply leads into its thread", () => {
  expect(noteOf(pushed({ parent_id: "m0" })).data.path).toBe("/w/w1/c/c1?thread=m0");
});

test("what is none of ours is nothing", () => {
  for (const json of [null, 3, "x", {}, { type: "other" }]) expect(readPushed(json)).toBeUndefined();
  expect(readPushed({ type: "read", channel_id: "c1" })).toEqual({ type: "read", channel_id: "c1" });
});
