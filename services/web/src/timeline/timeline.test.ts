import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { message } from "../../test/factories";
import { log } from "../../test/logs";
import type { Message } from "../api/types";
import { apply } from "../socket/apply";
import type { LogFrame } from "../socket/frames";
import { openFeed, take } from "../socket/positions";
import {
  emptyTimeline,
  insertNewer,
  insertOlder,
  insertPage,
  type Page,
  patch,
  type Timeline,
  trim,
  upsert,
} from "./timeline";

const viewer = { id: "me" };
const top = { kind: "channel" } as const;

const page = (messages: readonly Message[], hasOlder: boolean, hasNewer: boolean): Page => ({
  messages,
  hasOlder,
  hasNewer,
});
const ids = (timeline: Timeline) => timeline.segments.map((segment) => segment.messages.map((row) => row.id));

function play(frames: readonly LogFrame[]): Timeline {
  let timeline = insertPage(emptyTimeline(1, 0), page([], false, false));
  for (const frame of frames) timeline = apply(timeline, frame, top, viewer);
  return timeline;
}

describe("a timeline", () => {
  test("is the same for any order, duplication and split of a log's arrival", () => {
    fc.assert(
      fc.property(log, fc.array(fc.nat(), { maxLength: 80 }), (frames, picks) => {
        const expected = play(frames);
        let feed = openFeed(1, 0);
        let timeline = insertPage(emptyTimeline(1, 0), page([], false, false));
        const arrive = (batch: readonly LogFrame[]) => {
          const taken = take(feed, batch);
          feed = taken.feed;
          for (const frame of taken.ready) timeline = apply(timeline, frame, top, viewer);
        };
        for (const pick of picks) {
          const frame = frames[pick % frames.length];
          if (frame) arrive([frame]);
        }
        arrive(frames);
        expect(timeline).toEqual(expected);
      }),
    );
  });

  test("shows one row however often and in whichever order the same message comes", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }), (revisions) => {
        let timeline = insertPage(emptyTimeline(1, 0), page([], false, false));
        for (const rev of [...revisions, ...revisions]) {
          timeline = upsert(timeline, message({ id: "m1", seq: 1, rev_seq: rev, body: `v${rev}` }));
        }
        expect(timeline.segments[0]?.messages.map((row) => row.body)).toEqual(["v4"]);
      }),
    );
  });

  test("merges segments when they touch and keeps them apart while something is missing", () => {
    const rows = [1, 2, 3, 4, 5, 6].map((seq) => message({ id: `m${seq}`, seq }));
    const some = (...seqs: number[]) => rows.filter((row) => seqs.includes(row.seq));
    let timeline = insertPage(emptyTimeline(1, 6), page(some(5, 6), true, false));
    timeline = insertPage(timeline, page(some(1, 2), false, true));
    expect(ids(timeline)).toEqual([
      ["m1", "m2"],
      ["m5", "m6"],
    ]);

    timeline = insertNewer(timeline, 2, page(some(3, 4, 5), true, true));

    expect(ids(timeline)).toEqual([["m1", "m2", "m3", "m4", "m5", "m6"]]);
    expect(timeline.segments[0]).toMatchObject({ hasOlder: false, hasNewer: false });
  });

  test("takes what comes after an answer that overtook it, down to the first message of all", () => {
    let timeline = insertPage(emptyTimeline(1, 0), page([], false, false));
    for (const seq of [3, 1, 2]) timeline = upsert(timeline, message({ id: `m${seq}`, seq }));
    expect(ids(timeline)).toEqual([["m1", "m2", "m3"]]);
  });

  test("does not let a live event into an old segment", () => {
    const timeline = insertPage(emptyTimeline(1, 9), page([message({ id: "m1", seq: 1 })], false, true));
    expect(upsert(timeline, message({ id: "m10", seq: 10 }))).toBe(timeline);
  });

  test("ignores a page for a segment that was dropped meanwhile", () => {
    const timeline = insertPage(emptyTimeline(1, 9), page([message({ id: "m5", seq: 5 })], true, false));
    expect(insertOlder(timeline, 3, page([message({ id: "m1", seq: 1 })], false, true))).toBe(timeline);
  });

  test("keeps the identity of rows that an event does not touch", () => {
    const rows = [message({ id: "m1", seq: 1 }), message({ id: "m2", seq: 2 })];
    const before = insertPage(emptyTimeline(1, 2), page(rows, false, false));
    const after = patch(before, "m2", 3, (row) => ({ ...row, body: "changed" }));
    expect(after.segments[0]?.messages[0]).toBe(rows[0]);
    expect(patch(after, "m2", 3, (row) => ({ ...row, body: "late" }))).toBe(after);
  });

  test("is trimmed at the far end only", () => {
    const rows = Array.from({ length: 1001 }, (_, index) => message({ id: `m${index}`, seq: index + 1 }));
    const timeline = trim(insertPage(emptyTimeline(1, 1001), page(rows, false, false)), 1001, "newer");
    expect(timeline.segments[0]?.messages.at(-1)?.seq).toBe(1001);
    expect(timeline.segments[0]).toMatchObject({ hasOlder: true, hasNewer: false });
  });
});
