import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeThumbhash } from "./thumbhash";

test("nothing that is given falls over, and whatever comes out is a small picture", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const decoded = decodeThumbhash(btoa(String.fromCharCode(...bytes)));
      if (!decoded) {
        expect(bytes.length).toBeLessThan(5);
        return;
      }
      expect(Math.max(decoded.width, decoded.height)).toBe(32);
      expect(decoded.rgba.length).toBe(decoded.width * decoded.height * 4);
    }),
  );
  expect(decodeThumbhash("not base64 at all!")).toBeUndefined();
});

test("a known hash is decoded to the colours that its head names as the average", () => {
  const decoded = decodeThumbhash("1QcSHQRnh493V4dIh4eXh1h4kJUI");
  if (!decoded) throw new Error("it is one");
  const pixels = decoded.width * decoded.height;
  const mean = (channel: number) =>
    Array.from({ length: pixels }, (_, at) => decoded.rgba[at * 4 + channel] ?? 0).reduce((a, b) => a + b) / pixels;
  const average = [86, 82, 88, 255];
  for (const [channel, share] of average.entries()) expect(Math.abs(mean(channel) - share)).toBeLessThan(6);
  // And it is not the average everywhere.
  expect(new Set(decoded.rgba).size).toBeGreaterThan(50);
});
