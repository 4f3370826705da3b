import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { forgetMeasures, KEEP, measured, quantile, record, summary } from "./record";

beforeEach(forgetMeasures);

test("a quantile is one of the values, and no share of them is left out", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, share) => {
        const found = quantile(values, share);
        expect(values).toContain(found);
        expect(values.filter((value) => value <= found).length).toBeGreaterThanOrEqual(
          Math.floor(values.length * share),
        );
      },
    ),
  );
});

test("only the latest of each are kept", () => {
  for (let value = 0; value < KEEP + 50; value++) record("inp", value);
  expect(summary().inp).toMatchObject({ count: KEEP, most: KEEP + 49 });
});

test("a span stands in the browser's timeline too", () => {
  measured("send_to_row", performance.now());
  expect(performance.getEntriesByName("hubbub.send_to_row")).toHaveLength(1);
  expect(summary().send_to_row?.count).toBe(1);
});
