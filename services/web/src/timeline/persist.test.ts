import "fake-indexeddb/auto";
import { QueryClient } from "@tanstack/react-query";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as make from "../../test/factories";
import { message } from "../../test/factories";
import { log } from "../../test/logs";
import { keys } from "../api/keys";
import { openDisk } from "../outbox/store";
import { replay } from "../socket/apply";
import type { LogFrame } from "../socket/frames";
import { openFeed, take } from "../socket/positions";
import { KEPT_CHANNELS, KEPT_ROWS, Keeper, keep, readSnapshot, readTimeline, restore } from "./persist";
import { emptyTimeline, goStale, insertPage, type Timeline } from "./timeline";

const top = { kind: "channel" } as const;
const viewer = { id: "me" };
const nothing = () => insertPage(emptyTimeline(1, 0), { messages: [], hasOlder: false, hasNewer: false });
const play = (timeline: Timeline, frames: readonly LogFrame[]) => replay(timeline, frames, top, viewer);
const kept = (timeline: Timeline) => {
  const found = keep(timeline, 0);
  if (!found) throw new Error("it should be kept");
  // As the disk gives it back.
  return structuredClone(found);
};

describe("what is kept of a timeline", () => {
  test("after any part of the log, with the rest replayed, is everything in order", () => {
    fc.assert(
      fc.property(log, fc.nat(), fc.nat({ max: 10 }), (frames, cut, overlap) => {
        const at = cut % (frames.length + 1);
        const before = play(nothing(), frames.slice(0, at));
        const after = kept(before);
        // The server replays from the position; a live event may come again with it.
        const feed = openFeed(after.epoch, after.seq);
        const missed = take(feed, frames.slice(Math.max(0, at - overlap)));
        expect(play(restore(after), missed.ready)).toEqual(play(nothing(), frames));
      }),
    );
  });

  test("hides no later edit or deletion, though only its newest rows are kept", () => {
    const rows = Array.from({ length: KEPT_ROWS + 50 }, (_, index) => message({ id: `m${index}`, seq: index + 1 }));
    const seq = rows.length;
    const before = insertPage(emptyTimeline(1, seq), { messages: rows, hasOlder: false, hasNewer: false });
    const after = restore(kept(before));
    expect(after.segments[0]).toMatchObject({ hasOlder: true, hasNewer: false });
    expect(after.segments[0]?.messages).toHaveLength(KEPT_ROWS);
    const change = (id: string, index: number): LogFrame => ({
      type: "message.updated",
      channel: "c",
      seq: seq + index,
      data: { id, parent_id: null, body: "edited" },
    });
    const now = play(after, [change("m10", 1), change(`m${seq - 1}`, 2)]);
    expect(now.segments[0]?.messages.at(-1)?.body).toBe("edited");
    expect(now.segments[0]?.messages.some((row) => row.id === "m10")).toBe(false);
  });

  test("is nothing when the rows are known to be out of date, or are not the newest", () => {
    expect(keep(goStale(nothing(), 1, 9), 0)).toBeUndefined();
    const old = insertPage(emptyTimeline(1, 9), { messages: [message()], hasOlder: false, hasNewer: true });
    expect(keep(old, 0)).toBeUndefined();
  });
});

describe("the disk", () => {
  test("holds lists and rows of one moment, of the newest channels only", async () => {
    const disk = await openDisk("me");
    const cache = new QueryClient();
    const keeper = new Keeper(cache, disk, () => 7);
    keeper.start();
    const sync = make.sync();
    cache.setQueryData(keys.me, sync.me);
    cache.setQueryData(keys.workspaces, sync.workspaces);
    cache.setQueryData(keys.channels, sync.channels);
    for (let index = 0; index <= KEPT_CHANNELS; index++) cache.setQueryData(keys.timeline(`c${index}`), nothing());
    await keeper.flush();
    expect(await readSnapshot(disk)).toMatchObject({ user_version: 7, channels: [{ id: "c" }] });
    expect(await disk.count("timelines")).toBe(KEPT_CHANNELS);
    expect(await readTimeline(disk, "c1")).toMatchObject({ epoch: 1, seq: 0 });

    cache.setQueryData(keys.timeline("c1"), play(nothing(), [{ type: "void", channel: "c1", seq: 1, data: {} }]));
    await keeper.flush();
    expect(await readTimeline(disk, "c1")).toMatchObject({ seq: 1 });
    keeper.stop();
    disk.close();
  });
});
