import fc from "fast-check";
import { expect, test } from "vitest";
import type { File } from "../../api/types";
import { boxOf, sortFiles, sourcesOf } from "./media";

function file(fields: Partial<File> = {}): File {
  return {
    id: "f1",
    name: "a.png",
    content_type: "image/png",
    size: 10,
    kind: "image",
    width: 1600,
    height: 900,
    thumbhash: null,
    duration_ms: null,
    url: "/api/v1/files/f1/content",
    thumbnail_url: "/api/v1/files/f1/thumbnail",
    state: "ready",
    ...fields,
  };
}

test("what cannot be played, drawn or trusted yet is a card", () => {
  const files = [
    file(),
    file({ id: "f2", thumbnail_url: null }),
    file({ id: "f3", kind: "video", content_type: "video/mp4" }),
    file({ id: "f4", kind: "video", content_type: "video/x-matroska" }),
    file({ id: "f5", kind: "audio", content_type: "audio/mpeg" }),
    file({ id: "f6", state: "scanning" }),
    file({ id: "f7", kind: "file", content_type: "application/pdf" }),
  ];
  const sorted = sortFiles(files, (type) => type !== "video/x-matroska");
  const ids = (list: readonly File[]) => list.map((one) => one.id);
  expect(ids(sorted.images)).toEqual(["f1"]);
  expect(ids(sorted.videos)).toEqual(["f3"]);
  expect(ids(sorted.sounds)).toEqual(["f5"]);
  expect(ids(sorted.others)).toEqual(["f2", "f4", "f6", "f7"]);
});

test("a picture has its place before it has come, and never too large a one", () => {
  const side = fc.integer({ min: 1, max: 20_000 });
  fc.assert(
    fc.property(side, side, (width, height) => {
      const box = boxOf({ width, height });
      expect(box.width).toBeLessThanOrEqual(420);
      expect(box.width).toBeGreaterThanOrEqual(1);
      expect(box.ratio).toBe(`${width} / ${height}`);
      // A very thin one is one pixel wide, whatever that makes of its height.
      if (box.width > 1) expect((box.width - 0.5) * (height / width)).toBeLessThanOrEqual(320);
    }),
  );
  expect(boxOf({ width: null, height: null })).toEqual({ width: 320, ratio: "4 / 3" });
});

test("thumbnails are named with the width that they have", () => {
  expect(sourcesOf(file()).srcSet).toBe(
    "/api/v1/files/f1/thumbnail?size=small 160w, /api/v1/files/f1/thumbnail?size=large 720w",
  );
  expect(sourcesOf(file({ width: 900, height: 1600 })).srcSet).toContain("size=small 90w");
  expect(sourcesOf(file({ width: 100, height: 50 })).srcSet).toContain("size=large 100w");
});
