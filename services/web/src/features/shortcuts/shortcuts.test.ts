import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Channel } from "../../api/types";
import en from "../../i18n/en/shortcuts.json";
import { SHORTCUTS, type Shortcut } from "./keys";
import { ariaKeys, findShortcut, isSingle, keyText, matches, type Pressed } from "./match";
import { neighbour } from "./neighbours";
import { order } from "./regions";
import { dispatch, register, shortcutOf, useShortcuts } from "./registry";

const press = (key: string, held: Partial<Pressed> = {}): Pressed => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe("the table of keys", () => {
  // A key of the composer or the list shadows one that works anywhere, so those two must differ as well.
  const meet = (a: Shortcut, b: Shortcut) => a.where === b.where || a.where === "anywhere" || b.where === "anywhere";

  test("no two keys that can meet are the same", () => {
    const pairs = SHORTCUTS.flatMap((a, at) => SHORTCUTS.slice(at + 1).map((b) => [a, b] as const));
    const clashes = pairs.filter(([a, b]) => meet(a, b) && a.keys === b.keys).map(([a, b]) => `${a.id} / ${b.id}`);
    expect(clashes).toEqual([]);
  });

  test("no key is pressed by another's combination", () => {
    for (const one of SHORTCUTS) {
      const parts = one.keys === "+" ? ["+"] : one.keys.split("+");
      const event = press(parts.at(-1) ?? "", {
        ctrlKey: parts.includes("Mod"),
        altKey: parts.includes("Alt"),
        shiftKey: parts.includes("Shift"),
      });
      expect(findShortcut(event, one.where, false), one.keys).toBe(one.id);
    }
  });

  test("every id is there once, and has a name", () => {
    const ids = SHORTCUTS.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(en.name).sort()).toEqual([...ids].sort());
  });

  test("only keys of the list type a character when pressed alone", () => {
    expect(SHORTCUTS.filter((one) => isSingle(one.keys) && one.where !== "list")).toEqual([]);
  });
});

describe("matching", () => {
  test("Mod is Ctrl, and on a Mac ⌘ alone", () => {
    expect(matches(press("k", { ctrlKey: true }), "Mod+K", false)).toBe(true);
    expect(matches(press("k", { metaKey: true }), "Mod+K", false)).toBe(false);
    expect(matches(press("k", { metaKey: true }), "Mod+K", true)).toBe(true);
    expect(matches(press("k", { ctrlKey: true }), "Mod+K", true)).toBe(false);
  });

  test("caps lock does not matter", () => {
    expect(matches(press("K", { ctrlKey: true }), "Mod+K", false)).toBe(true);
  });

  test("a sign counts however the keyboard makes it", () => {
    expect(matches(press("/", { ctrlKey: true }), "Mod+/", false)).toBe(true);
    expect(matches(press("/", { ctrlKey: true, shiftKey: true }), "Mod+/", false)).toBe(true);
    expect(matches(press("+", { shiftKey: true }), "+", false)).toBe(true);
  });

  test("on a keyboard of another script the place of the key counts", () => {
    expect(matches({ ...press("л", { ctrlKey: true }), code: "KeyK" }, "Mod+K", false)).toBe(true);
  });

  test("a modifier more or less is another key", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean(), (ctrlKey, metaKey, altKey, shiftKey) => {
        const event = press("ArrowUp", { ctrlKey, metaKey, altKey, shiftKey });
        expect(matches(event, "Alt+Shift+ArrowUp", false)).toBe(altKey && shiftKey && !ctrlKey && !metaKey);
      }),
    );
  });

  test("keys are written as keyboards are lettered", () => {
    expect(keyText("Mod+Shift+X", false)).toBe("Ctrl+Shift+X");
    expect(keyText("Mod+Shift+X", true)).toBe("⌘⇧X");
    expect(keyText("+", false)).toBe("+");
    expect(ariaKeys("Mod+K", true)).toBe("Meta+K");
  });
});

describe("acting", () => {
  const event = (over: Partial<KeyboardEvent> = {}) => {
    const made = { ...press("F6"), defaultPrevented: false, isComposing: false, keyCode: 0, ...over };
    return { ...made, preventDefault: vi.fn() } as unknown as KeyboardEvent & { preventDefault: () => void };
  };

  test("the latest is asked first, and passes on what is not for it", () => {
    const asked: string[] = [];
    const stops = [
      register("nextRegion", () => void asked.push("early")),
      register("nextRegion", () => {
        asked.push("late");
        return false;
      }),
    ];
    const f6 = event();
    dispatch(f6);
    expect(asked).toEqual(["late", "early"]);
    expect(f6.preventDefault).toHaveBeenCalledOnce();
    for (const stop of stops) stop();
    dispatch(event());
    expect(asked).toHaveLength(2);
  });

  test("what a dialog took, and keys of an input method, are left alone", () => {
    const act = vi.fn();
    const stop = register("nextRegion", act);
    dispatch(event({ defaultPrevented: true }));
    dispatch(event({ isComposing: true }));
    dispatch(event({ keyCode: 229 }));
    expect(act).not.toHaveBeenCalled();
    stop();
  });

  test("single keys of the list can be turned off; arrows and Delete stay", () => {
    expect(shortcutOf(press("r"), "list")).toBe("reply");
    useShortcuts.setState({ singleKeys: false });
    expect(shortcutOf(press("r"), "list")).toBeUndefined();
    expect(shortcutOf(press("ArrowUp"), "list")).toBe("previousRow");
    expect(shortcutOf(press("Delete"), "list")).toBe("delete");
    useShortcuts.setState({ singleKeys: true });
  });
});

describe("neighbours", () => {
  const channels = ["a", "b", "c"].map((id) => ({ id }) as Channel);

  test("go on around the ends", () => {
    expect(neighbour(channels, "a", 1)?.id).toBe("b");
    expect(neighbour(channels, "c", 1)?.id).toBe("a");
    expect(neighbour(channels, "a", -1)?.id).toBe("c");
  });

  test("begin at an end when no channel is open", () => {
    expect(neighbour(channels, undefined, 1)?.id).toBe("a");
    expect(neighbour(channels, undefined, -1)?.id).toBe("c");
  });

  test("skip what is not wanted, and never answer the open one", () => {
    expect(neighbour(channels, "a", 1, (channel) => channel.id === "c")?.id).toBe("c");
    expect(neighbour(channels, "a", 1, (channel) => channel.id === "a")).toBeUndefined();
    expect(neighbour([], "a", 1)).toBeUndefined();
  });
});

test("regions are gone around in both directions, all others once", () => {
  expect(order(["a", "b", "c"], "b", 1)).toEqual(["c", "a"]);
  expect(order(["a", "b", "c"], "b", -1)).toEqual(["a", "c"]);
  expect(order(["a", "b"], null, 1)).toEqual(["a", "b"]);
  expect(order(["a", "b"], null, -1)).toEqual(["b", "a"]);
});
