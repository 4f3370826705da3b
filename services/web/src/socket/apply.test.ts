import { expect, test } from "vitest";
import { message } from "../../test/factories";
import type { Embed, File } from "../api/types";
import { emptyTimeline, insertPage } from "../timeline/timeline";
import { apply } from "./apply";

const embed = (url: string): Embed => ({
  url,
  title: "When the tide turns",
  description: "",
  site_name: "",
  image_url: null,
  image_width: null,
  image_height: null,
  kind: "link",
});

const shown = (version: number, edited: boolean) => {
  const rows = [message({ id: "m1", seq: 1, version: 1 })];
  let timeline = insertPage(emptyTimeline(1, 1), { messages: rows, hasOlder: false, hasNewer: false });
  const event = (seq: number, data: object) => {
    const frame = { type: "message.updated", channel: "c", seq, data: { id: "m1", parent_id: null, ...data } };
    timeline = apply(timeline, frame, { kind: "channel" }, { id: "u1" });
  };
  if (edited) event(2, { body: "edited", version: 2 });
  event(3, { version, embeds: [embed("https://tide.example/")] });
  const [row] = timeline.segments[0]?.messages ?? [];
  return [row?.version, row?.embeds.length];
};

test("what links lead to is shown by the text that has them, and an edit in between is stronger", () => {
  expect(shown(1, false)).toEqual([1, 1]);
  expect(shown(2, true)).toEqual([2, 1]);
  expect(shown(1, true)).toEqual([2, 0]);
});

test("a file that changed takes the place of the one with its id, and the others stay", () => {
  const file = (id: string, state: File["state"]) => ({ id, state }) as File;
  const rows = [message({ id: "m1", seq: 1, files: [file("a", "scanning"), file("b", "scanning")] })];
  const page = insertPage(emptyTimeline(1, 1), { messages: rows, hasOlder: false, hasNewer: false });
  const data = { id: "m1", parent_id: null, files: [file("b", "blocked")] };
  const frame = { type: "message.updated", channel: "c", seq: 2, data };
  const { segments } = apply(page, frame, { kind: "channel" }, { id: "u1" });
  expect(segments[0]?.messages[0]?.files).toEqual([file("a", "scanning"), file("b", "blocked")]);
});
