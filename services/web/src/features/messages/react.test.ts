import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { message } from "../../../test/factories";
import type { Message } from "../../api/types";
import { apply } from "../../socket/apply";
import { emptyTimeline, insertPage } from "../../timeline/timeline";
import { guess } from "./patch";
import { canReact, Reacting, reactsWith, withReaction } from "./react";

const liked = message({ reactions: [{ emoji: "👍", count: 2, user_ids: ["u2", "u3"], me: false }] });

describe("a reaction as it will be", () => {
  test("counts me once, however often it is applied", () => {
    const once = withReaction(liked, "👍", "me", true);
    expect(once.reactions).toEqual([{ emoji: "👍", count: 3, user_ids: ["u2", "u3", "me"], me: true }]);
    expect(withReaction(once, "👍", "me", true)).toBe(once);
  });

  test("taken back leaves what others think, and nothing when nobody is left", () => {
    const mine = withReaction(message(), "🎉", "me", true);
    expect(withReaction(mine, "🎉", "me", false).reactions).toEqual([]);
    expect(withReaction(withReaction(liked, "👍", "me", true), "👍", "me", false)).toEqual(liked);
  });

  test("is its own inverse for any row", () => {
    const reaction = fc.record({
      emoji: fc.constantFrom("👍", "🎉", "👀"),
      user_ids: fc.uniqueArray(fc.constantFrom("u1", "u2", "u3"), { minLength: 1 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(reaction, { selector: (one) => one.emoji }), (reactions) => {
        const row = message({
          reactions: reactions.map((one) => ({ ...one, count: one.user_ids.length, me: false })),
        });
        expect(withReaction(withReaction(row, "👍", "me", true), "👍", "me", false)).toEqual(row);
      }),
    );
  });
});

test("a twenty-first emoji is not offered, one more of a known one is", () => {
  const full = message({
    reactions: Array.from({ length: 20 }, (_, at) => ({ emoji: `e${at}`, count: 1, user_ids: ["u2"], me: false })),
  });
  expect(canReact(full, "👍")).toBe(false);
  expect(canReact(full, "e3")).toBe(true);
});

describe("clicking", () => {
  function stage(answer: (call: number) => "ok" | "no") {
    let row: Message = message();
    const told: boolean[] = [];
    const waiting: (() => void)[] = [];
    const errors: unknown[] = [];
    const reacting = new Reacting("me", {
      send: (_id, _emoji, on) =>
        new Promise((resolve, reject) => {
          told.push(on);
          const call = told.length;
          waiting.push(() => (answer(call) === "ok" ? resolve(undefined) : reject(new Error("no"))));
        }),
      show: (_message, change) => {
        row = change(row);
      },
      refused: (error) => void errors.push(error),
    });
    const settle = async () => {
      while (waiting.length > 0) {
        waiting.shift()?.();
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    return { reacting, told, errors, settle, row: () => row, click: () => reacting.toggle(row, "👍") };
  }

  test("shows the reaction before the server has answered", async () => {
    const scene = stage(() => "ok");
    const done = scene.click();
    expect(reactsWith(scene.row(), "👍")).toBe(true);
    await scene.settle();
    await done;
    expect(scene.told).toEqual([true]);
  });

  test("fast and often tells the server the last wish, one request at a time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async (clicks) => {
        const scene = stage(() => "ok");
        const all = Array.from({ length: clicks }, () => scene.click());
        await scene.settle();
        await Promise.all(all);
        const wanted = clicks % 2 === 1;
        expect(reactsWith(scene.row(), "👍")).toBe(wanted);
        expect(scene.told.at(-1)).toBe(wanted);
        expect(scene.told.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 20 },
    );
  });

  test("goes back to what the server knows when it refuses", async () => {
    const scene = stage(() => "no");
    const done = scene.click();
    await scene.settle();
    await done;
    expect(scene.row().reactions).toEqual([]);
    expect(scene.errors.length).toBe(1);
  });
});

test("the event that confirms what is shown already changes no count", () => {
  const others = message({
    id: "m1",
    seq: 1,
    reactions: [{ emoji: "👍", count: 2, user_ids: ["u2", "u3"], me: false }],
  });
  const page = { messages: [others], hasOlder: false, hasNewer: false };
  const event = (type: string, seq: number) =>
    ({ type, channel: "c", seq, data: { message_id: "m1", user_id: "me", emoji: "👍" } }) as Parameters<
      typeof apply
    >[1];
  const scope = { kind: "channel" } as const;
  const added = guess(insertPage(emptyTimeline(1, 1), page), "m1", (row) => withReaction(row, "👍", "me", true));
  const confirmed = apply(added, event("reaction.added", 2), scope, { id: "me" });
  expect(confirmed.segments[0]?.messages[0]?.reactions[0]).toMatchObject({ count: 3, me: true });
  const removed = guess(confirmed, "m1", (row) => withReaction(row, "👍", "me", false));
  const gone = apply(removed, event("reaction.removed", 3), scope, { id: "me" });
  expect(gone.segments[0]?.messages[0]?.reactions).toEqual(others.reactions);
});
