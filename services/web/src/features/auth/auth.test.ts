import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inviteIn, safeNext } from "./next";
import { strengthOf, suggestHandle } from "./strength";

describe("where to go after signing in", () => {
  test("is a path of this origin, whatever is in the address", () => {
    expect(safeNext("/w/1/c/2?thread=3")).toBe("/w/1/c/2?thread=3");
    for (const path of ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", 5]) {
      expect(safeNext(path)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        const path = safeNext(`/${text}`);
        if (path !== undefined) expect(new URL(path, "https://chat.example").host).toBe("chat.example");
      }),
    );
  });

  test("an invitation is recognised by its path alone", () => {
    expect(inviteIn("/invite/Ab_9-x")).toBe("Ab_9-x");
    expect(inviteIn("/w/1")).toBeUndefined();
    expect(inviteIn(undefined)).toBeUndefined();
  });
});

describe("a password's strength", () => {
  test("grows with its length and not with signs", () => {
    expect(strengthOf("")).toBe("none");
    expect(strengthOf("P@ssw0!")).toBe("short");
    expect(strengthOf("longer pass")).toBe("fair");
    expect(strengthOf("four words ok")).toBe("good");
    expect(strengthOf("correct horse battery")).toBe("strong");
  });

  test("is no more than fair when it repeats a few characters", () => {
    expect(strengthOf("aaaaaaaaaaaaaaaaaaaa")).toBe("fair");
  });
});

describe("a handle for a name", () => {
  test("is the name in small Latin letters", () => {
    expect(suggestHandle("Maya Chen")).toBe("maya.chen");
    expect(suggestHandle(" Zoë Núñez-Kraus ")).toBe("zoe.nunez.kraus");
  });

  test("is not made up for names of other scripts", () => {
    expect(suggestHandle("王小明")).toBe("");
    expect(suggestHandle("王 Ming")).toBe("");
  });

  test("always is one that the server takes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        const handle = suggestHandle(name);
        expect(handle === "" || /^[a-z0-9]+(\.[a-z0-9]+)*$/.test(handle)).toBe(true);
        expect(handle.length === 0 || (handle.length >= 2 && handle.length <= 32)).toBe(true);
      }),
    );
  });
});
