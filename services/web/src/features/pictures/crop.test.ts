import fc from "fast-check";
import { expect, test } from "vitest";
import { drawnSize, NEAREST, partOf, wholeView, within } from "./crop";

const side = fc.integer({ min: 1, max: 10_000 });
const size = fc.record({ width: side, height: side });
const shape = fc.constantFrom(1, 3);

test("at first, all that the shape allows is shown", () => {
  expect(partOf(wholeView({ width: 400, height: 300 }), { width: 400, height: 300 }, 1)).toEqual({
    left: 50,
    top: 0,
    width: 300,
    height: 300,
  });
  expect(partOf(wholeView({ width: 300, height: 300 }), { width: 300, height: 300 }, 3)).toEqual({
    left: 0,
    top: 100,
    width: 300,
    height: 100,
  });
});

test("wherever it is dragged and however near, nothing beyond the image is shown", () => {
  const far = fc.double({ min: -20_000, max: 20_000, noNaN: true });
  const zoom = fc.double({ min: 0.01, max: 50, noNaN: true });
  fc.assert(
    fc.property(size, shape, fc.record({ x: far, y: far, zoom }), (image, ratio, view) => {
      const kept = within(view, image, ratio);
      const part = partOf(kept, image, ratio);
      expect(kept.zoom).toBeGreaterThanOrEqual(1);
      expect(kept.zoom).toBeLessThanOrEqual(NEAREST);
      expect(part.left).toBeGreaterThanOrEqual(-0.001);
      expect(part.top).toBeGreaterThanOrEqual(-0.001);
      expect(part.left + part.width).toBeLessThanOrEqual(image.width + 0.001);
      expect(part.top + part.height).toBeLessThanOrEqual(image.height + 0.001);
      expect(part.width / part.height).toBeCloseTo(ratio);
    }),
  );
});

test("a small part is not blown up, a large one is made smaller", () => {
  expect(drawnSize({ width: 100, height: 50 }, 512)).toEqual({ width: 100, height: 50 });
  expect(drawnSize({ width: 3_000, height: 1_000 }, 1_500)).toEqual({ width: 1_500, height: 500 });
});
