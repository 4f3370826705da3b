import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Herald, QUIET_MS, SPOKEN, spoken } from "./herald";

describe("the herald", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("says the first at once, and what comes within two seconds together", () => {
    const heard: (readonly string[])[] = [];
    const herald = new Herald<string>((news) => heard.push(news));
    herald.tell(["one"]);
    herald.tell(["two"]);
    herald.tell(["three"]);
    expect(heard).toEqual([["one"]]);
    vi.advanceTimersByTime(QUIET_MS);
    expect(heard).toEqual([["one"], ["two", "three"]]);
    vi.advanceTimersByTime(QUIET_MS);
    herald.tell(["four"]);
    expect(heard.at(-1)).toEqual(["four"]);
  });

  test("says nothing any more once it was stopped", () => {
    const say = vi.fn();
    const herald = new Herald<string>(say);
    herald.tell(["one"]);
    herald.tell(["two"]);
    herald.stop();
    vi.advanceTimersByTime(10 * QUIET_MS);
    expect(say).toHaveBeenCalledTimes(1);
  });
});

describe("what is read out of a message", () => {
  test("is its words, not its marks", () => {
    expect(spoken("**Look** at [the plan](https://a.example) and `x`\n> *soon*")).toBe("Look at the plan and x soon");
    expect(spoken("snake_case_name stays")).toBe("snake_case_name stays");
  });

  test("is cut by letters, never within one", () => {
    expect(spoken("👋".repeat(300))).toBe(`${"👋".repeat(SPOKEN)}…`);
  });
});
