import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Message } from "../../api/types";
import { isSearchable, searchHeld, snippet } from "./device";
import { HALF_LIFE_MS, MOST, visited, weightNow } from "./frecency";
import { readQuery } from "./query";
import { rank, ranked } from "./rank";

describe("ranking", () => {
  test("the whole name, then its beginning, a word's beginning, initials, a part, scattered letters", () => {
    const order = ["rn", "rnews", "team rn", "release-notes", "learn", "random"];
    const scores = order.map((text) => rank("rn", text));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBe(order.length);
  });

  test("accents, case and width do not matter", () => {
    expect(rank("zoe", "Zoë Kraus")).toBe(5);
    expect(rank("ＧＥＮ", "general")).toBe(5);
    expect(rank("小明", "王小明")).toBe(2);
  });

  test("what does not answer is left out, and the more visited comes first among equals", () => {
    const weights: Record<string, number> = { beta: 5, bench: 1 };
    const found = ranked(
      "be",
      ["alpha", "bench", "beta"],
      (item) => [item],
      (item) => weights[item] ?? 0,
    );
    expect(found).toEqual(["beta", "bench"]);
  });

  test("any text contains each of its parts", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.nat(), (text, from, length) => {
        const part = text.slice(from % text.length, (from % text.length) + 1 + (length % text.length));
        expect(rank(part, text)).toBeGreaterThan(0);
      }),
    );
  });
});

describe("frecency", () => {
  test("a visit counts half after its half-life", () => {
    const once = visited({}, "a", 0);
    expect(weightNow(once["a"], HALF_LIFE_MS)).toBeCloseTo(0.5);
  });

  test("often beats lately, until often is long ago", () => {
    const day = 24 * 3_600_000;
    const often = [0, 1, 2, 3].reduce((all, hour) => visited(all, "often", hour * 3_600_000), {});
    const both = visited(often, "lately", day);
    expect(weightNow(both["often"], day)).toBeGreaterThan(weightNow(both["lately"], day));
    const later = visited(both, "lately", 14 * day);
    expect(weightNow(later["lately"], 14 * day)).toBeGreaterThan(weightNow(later["often"], 14 * day));
  });

  test("no weight ever grows by itself, whatever the clock does", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 0, max: 2e12 }), (at, now) => {
        expect(weightNow({ weight: 3, at }, now)).toBeLessThanOrEqual(3);
      }),
    );
  });

  test("the least is forgotten when there are too many, and never the one just visited", () => {
    let all = {};
    for (let index = 0; index <= MOST; index++) all = visited(all, `c${index}`, index);
    expect(Object.keys(all)).toHaveLength(MOST);
    expect(all).toHaveProperty(`c${MOST}`);
    expect(all).not.toHaveProperty("c0");
  });
});

describe("messages on this device", () => {
  const message = (id: string, body: string, over: Partial<Message> = {}) =>
    ({ id, body, channel_id: "c", created_at: `2026-01-0${id}T00:00:00Z`, deleted_at: null, ...over }) as Message;

  test("have all the words, newest first", () => {
    const messages = [message("1", "deploy the gateway"), message("2", "Gateway deploy again"), message("3", "deploy")];
    expect(searchHeld(messages, "deploy gateway", () => true, 5).map(({ id }) => id)).toEqual(["2", "1"]);
  });

  test("are not found when deleted, or in a channel that is not asked for", () => {
    const messages = [
      message("1", "plan", { deleted_at: "2026-01-01T00:00:00Z" }),
      message("2", "plan", { channel_id: "other" }),
    ];
    expect(searchHeld(messages, "plan", (channel) => channel === "c", 5)).toEqual([]);
  });

  test("are asked for by two letters or one Han character", () => {
    expect(isSearchable("a")).toBe(false);
    expect(isSearchable("ab")).toBe(true);
    expect(isSearchable("好")).toBe(true);
  });

  test("are shown around what was found, on one line", () => {
    const parts = snippet(`${"long ".repeat(20)}the\nneedle is here`, "needle");
    expect(parts.map(({ text }) => text).join("")).toMatch(/^….*the needle is here$/);
    expect(parts.filter(({ hit }) => hit)).toEqual([{ text: "needle", hit: true }]);
  });

  test("lose no text to the highlight", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.string({ maxLength: 5 }), (body, query) => {
        const shown = snippet(body, query)
          .map(({ text }) => text)
          .join("");
        const line = body.replace(/\s+/g, " ").trim();
        expect(line).toContain(shown.replaceAll(/^…|…$/g, "").slice(0, 20));
      }),
    );
  });
});

test("a sign asks for one kind, in both widths", () => {
  expect(readQuery("#gen")).toEqual({ scope: "channels", text: "gen" });
  expect(readQuery("＠ 王")).toEqual({ scope: "people", text: "王" });
  expect(readQuery(">dark")).toEqual({ scope: "actions", text: "dark" });
  expect(readQuery(" plain ")).toEqual({ scope: "all", text: "plain" });
});
