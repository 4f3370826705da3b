import { describe, expect, test } from "vitest";
import { user } from "../../../test/factories";
import { complete, queryAt, suggestPeople } from "./autocomplete";
import { linkOver, markOf, toggleAround } from "./format";

describe("autocomplete", () => {
  test.each([
    ["hello @wa", { trigger: "@", at: 6, text: "wa" }],
    ["＠王", { trigger: "@", at: 0, text: "王" }],
    ["请@王", { trigger: "@", at: 1, text: "王" }],
    ["#gen", { trigger: "#", at: 0, text: "gen" }],
    [":ro", { trigger: ":", at: 0, text: "ro" }],
  ])("opens in %j", (text, query) => {
    expect(queryAt(text, text.length)).toEqual(query);
  });

  test.each(["mail@example", "10:30", "a @b c", "", ":)"])("stays shut in %j", (text) => {
    expect(queryAt(text, text.length)).toBeUndefined();
  });

  test("finds people by any word of their name, accents or not, those in the channel first", () => {
    const people = [
      user({ id: "1", handle: "wanda", display_name: "Wanda K." }),
      user({ id: "2", handle: "rené", display_name: "René Wagner" }),
      user({ id: "3", handle: "bo", display_name: "Bo" }),
    ];
    expect(suggestPeople("wa", people, new Set(["2"])).map((one) => one.key)).toEqual(["2", "1"]);
    expect(suggestPeople("rene", people, new Set()).map((one) => one.key)).toEqual(["2"]);
  });

  test("replaces what was typed, and nothing after the caret", () => {
    const query = queryAt("hi @wa there", 6);
    if (!query) throw new Error("nothing to complete");
    expect(complete("hi @wa there", query, 6, { key: "", label: "", hint: "", insert: "@wang " })).toEqual({
      text: "hi @wang  there",
      caret: 9,
    });
  });
});

describe("formatting", () => {
  test("goes on and off again", () => {
    const on = toggleAround("make this bold", 5, 9, "**");
    expect(on.text).toBe("make **this** bold");
    expect(toggleAround(on.text, on.start, on.end, "**").text).toBe("make this bold");
  });

  test("has its keys", () => {
    const key = (name: string, shiftKey = false) => markOf({ key: name, ctrlKey: true, metaKey: false, shiftKey });
    expect([key("b"), key("I"), key("e"), key("X", true), key("x")]).toEqual(["**", "*", "`", "~~", undefined]);
  });

  test("makes a link of a selection that an address is pasted over", () => {
    expect(linkOver("see docs", 4, 8, "https://a.example")?.text).toBe("see [docs](https://a.example)");
    expect(linkOver("see docs", 4, 4, "https://a.example")).toBeUndefined();
    expect(linkOver("see docs", 4, 8, "javascript:x")).toBeUndefined();
  });
});
