import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { message } from "../../test/factories";
import type { Message } from "../api/types";
import { locate } from "./locate";
import {
  emptyTimeline,
  insertNewer,
  insertOlder,
  insertPage,
  liveSegment,
  type Page,
  segmentAt,
  shelve,
  type Timeline,
  trim,
  upsert,
} from "./timeline";

const LIMIT = 6;

/** A channel as the server has it: seqs have holes where edits and replies took theirs. */
class Server {
  readonly messages: Message[] = [];
  private seq = 0;

  constructor(gaps: readonly number[]) {
    for (const gap of gaps) this.say(gap);
  }

  say(gap: number): Message {
    this.seq += gap;
    const no = this.messages.length + 1;
    const said = message({ id: `m${this.seq}`, seq: this.seq, message_no: no, nonce: `n${this.seq}` });
    this.messages.push(said);
    return said;
  }

  newest = (): Page => this.cut(Math.max(0, this.messages.length - LIMIT), this.messages.length);
  before = (seq: number): Page => {
    const end = this.from(seq);
    return this.cut(Math.max(0, end - LIMIT), end);
  };
  after = (seq: number): Page => this.cut(this.from(seq + 1), this.from(seq + 1) + LIMIT);
  around = (seq: number): Page => this.cut(Math.max(0, this.from(seq) - LIMIT / 2), this.from(seq) + LIMIT / 2);

  private from(seq: number): number {
    const index = this.messages.findIndex((one) => one.seq >= seq);
    return index < 0 ? this.messages.length : index;
  }

  private cut(from: number, to: number): Page {
    return {
      messages: this.messages.slice(from, to),
      hasOlder: from > 0,
      hasNewer: to < this.messages.length,
    };
  }
}

const gaps = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 60 });
const steps = fc.array(fc.record({ kind: fc.integer({ min: 0, max: 6 }), pick: fc.nat() }), { maxLength: 60 });

function step(timeline: Timeline, server: Server, kind: number, pick: number): Timeline {
  const segment = timeline.segments[pick % Math.max(1, timeline.segments.length)];
  const first = segment?.messages[0]?.seq;
  const last = segment?.messages.at(-1)?.seq;
  switch (kind) {
    case 0:
      return insertPage(timeline, server.newest());
    case 1:
      return insertPage(timeline, server.around(1 + (pick % (server.messages.at(-1)?.seq ?? 1))));
    case 2:
      return first === undefined ? timeline : insertOlder(timeline, first, server.before(first));
    case 3:
      return last === undefined ? timeline : insertNewer(timeline, last, server.after(last));
    case 4:
      return upsert(timeline, server.say(1 + (pick % 3)));
    case 5:
      return shelve(timeline);
    default:
      return first === undefined ? timeline : trim(timeline, first, pick % 2 === 0 ? "older" : "newer");
  }
}

describe("a history that is read in pieces", () => {
  test("never shows a hole or a double, whichever way one goes through it", () => {
    fc.assert(
      fc.property(gaps, steps, (lengths, walk) => {
        const server = new Server(lengths);
        let timeline = insertPage(emptyTimeline(1, 0), server.newest());
        for (const { kind, pick } of walk) timeline = step(timeline, server, kind, pick);
        let end = Number.NEGATIVE_INFINITY;
        for (const [index, segment] of timeline.segments.entries()) {
          const [first, last] = [segment.messages[0], segment.messages.at(-1)];
          if (!first || !last) throw new Error("a segment without messages");
          expect(first.seq).toBeGreaterThan(end);
          end = last.seq;
          const whole = server.messages.filter((one) => first.seq <= one.seq && one.seq <= last.seq);
          expect(segment.messages.map((one) => one.id)).toEqual(whole.map((one) => one.id));
          expect(segment.hasOlder).toBe(first !== server.messages[0]);
          if (!segment.hasNewer) expect(index).toBe(timeline.segments.length - 1);
        }
        const live = liveSegment(timeline);
        if (live) expect(live.messages.at(-1)?.id).toBe(server.messages.at(-1)?.id);
      }),
      { numRuns: 500 },
    );
  });

  test("is whole again once one has walked to both ends from wherever one jumped", () => {
    fc.assert(
      fc.property(gaps, fc.nat(), (lengths, pick) => {
        const server = new Server(lengths);
        const seq = 1 + (pick % (server.messages.at(-1)?.seq ?? 1));
        let timeline = insertPage(insertPage(emptyTimeline(1, 0), server.newest()), server.around(seq));
        for (let at = segmentAt(timeline, seq); at?.hasOlder || at?.hasNewer; at = segmentAt(timeline, seq)) {
          const [first, last] = [at.messages[0]?.seq ?? 0, at.messages.at(-1)?.seq ?? 0];
          timeline = at.hasOlder
            ? insertOlder(timeline, first, server.before(first))
            : insertNewer(timeline, last, server.after(last));
        }
        expect(timeline.segments.map((one) => one.messages)).toEqual([server.messages]);
      }),
    );
  });

  test("is cut at the far end of the segment that is read, and of no other", () => {
    const server = new Server(Array.from({ length: 1_300 }, () => 1));
    const long = { messages: server.messages.slice(0, 1_001), hasOlder: false, hasNewer: true };
    const timeline = insertPage(insertPage(emptyTimeline(1, 0), long), server.newest());

    const [kept, live] = trim(timeline, 1, "older").segments;

    expect(kept?.messages.map((one) => one.seq)).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
    expect(kept?.hasNewer).toBe(true);
    expect(live).toBe(timeline.segments[1]);
    expect(trim(timeline, 1_300, "newer")).toBe(timeline);
  });
});

describe("a place in a long history", () => {
  test("is found by its number, wherever one looks first", async () => {
    await fc.assert(
      fc.asyncProperty(gaps, fc.nat(), fc.nat(), async (lengths, want, guess) => {
        const server = new Server(lengths);
        const end = server.messages.at(-1) ?? message();
        const target = 1 + (want % server.messages.length);
        const found = await locate({
          load: async (seq) => server.around(seq),
          measure: (one) => one.message_no ?? 0,
          target,
          guess: guess % (end.seq * 2),
          end,
        });
        expect(found?.message_no).toBe(target);
      }),
      { numRuns: 300, examples: [[[1, 1, 1, 1], 15, 0]] },
    );
  });

  test("takes few questions, also in an uneven history", async () => {
    const server = new Server(Array.from({ length: 20_000 }, (_, index) => (index < 10_000 ? 1 : 1 + (index % 40))));
    let asked = 0;
    const found = await locate({
      load: async (seq) => {
        asked += 1;
        return server.around(seq);
      },
      measure: (one) => one.message_no ?? 0,
      target: 777,
      guess: 150_000,
      end: server.messages.at(-1) ?? message(),
    });
    expect(found?.message_no).toBe(777);
    expect(asked).toBeLessThan(24);
  });
});
