import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffMs, CAP_HIDDEN_MS, CAP_VISIBLE_MS, FLOOR_MS } from "./backoff";

test("a delay stays between the floor and the cap, and never below what the server asked", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 1_000 }),
      fc.boolean(),
      fc.option(fc.nat({ max: 60_000 }), { nil: undefined }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, hidden, retryAfterMs, random) => {
        const ms = backoffMs({ attempt, hidden, retryAfterMs, random });
        expect(ms).toBeGreaterThanOrEqual(Math.max(FLOOR_MS, retryAfterMs ?? 0));
        expect(ms).toBeLessThanOrEqual(Math.max(hidden ? CAP_HIDDEN_MS : CAP_VISIBLE_MS, retryAfterMs ?? 0));
      },
    ),
  );
});
