import fc from "fast-check";
import { expect, test } from "vitest";
import type { LogFrame } from "./frames";
import { openFeed, take } from "./positions";

const frame = (seq: number): LogFrame => ({ type: "message.created", channel: "c", seq, data: { seq } });

test("any shuffle, duplication and split of a log is applied once, in order", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }).chain((length) =>
        fc.record({
          length: fc.constant(length),
          arrivals: fc.array(fc.array(fc.integer({ min: 1, max: length }), { maxLength: 8 }), { maxLength: 40 }),
        }),
      ),
      ({ length, arrivals }) => {
        let feed = openFeed(1, 0);
        const applied: number[] = [];
        const feedIn = (seqs: readonly number[]) => {
          const taken = take(feed, seqs.map(frame));
          feed = taken.feed;
          applied.push(...taken.ready.map((ready) => ready.seq));
          if (feed.hold.length > 0) expect(taken.fillAfter).toBe(feed.seq);
        };
        for (const seqs of arrivals) feedIn(seqs);
        // What never came is what a fill brings.
        feedIn(Array.from({ length }, (_, index) => index + 1));
        expect(applied).toEqual(Array.from({ length }, (_, index) => index + 1));
        expect(feed.hold).toEqual([]);
      },
    ),
  );
});
