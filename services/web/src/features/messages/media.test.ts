import fc from "fast-check";
import { expect, test } from "vitest";
import type { File } from "../../api/types";
import { boxOf, heightOf, isPicture, linesOf, natureOf, nextSpeed, sourcesOf } from "./media";

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
    pages: null,
    url: "/api/v1/files/f1/content",
    thumbnail_url: "/api/v1/files/f1/thumbnail",
    state: "ready",
    ...fields,
  };
}

test("a picture is one before its thumbnail is there, and not before it is cleared", () => {
  expect(isPicture(file())).toBe(true);
  expect(isPicture(file({ thumbnail_url: null }))).toBe(true);
  expect(isPicture(file({ state: "scanning" }))).toBe(false);
  // What cannot be decoded is a file like any other.
  expect(isPicture(file({ kind: "file", thumbnail_url: null }))).toBe(false);
});

test("every file is of some nature", () => {
  const nature = (content_type: string) => natureOf({ content_type });
  expect(nature("application/pdf")).toBe("pdf");
  expect(nature("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")).toBe("sheet");
  expect(nature("application/vnd.openxmlformats-officedocument.wordprocessingml.document")).toBe("text");
  expect(nature("application/epub+zip")).toBe("text");
  expect(nature("application/x-7z-compressed")).toBe("archive");
  expect(nature("image/heif")).toBe("image");
  expect(nature("video/x-matroska")).toBe("video");
  expect(nature("application/octet-stream")).toBe("file");
});

test("a text begins with five lines", () => {
  expect(linesOf("1\n2\n3\n4\n5\n")).toEqual({ first: "1\n2\n3\n4\n5", isAll: true });
  expect(linesOf("1\n2\n3\n4\n5\n6")).toEqual({ first: "1\n2\n3\n4\n5", isAll: false });
  expect(linesOf("")).toEqual({ first: "", isAll: true });
});

test("the speeds go round", () => {
  const round = [1, 2, 3, 4, 5].reduce((seen) => [...seen, nextSpeed(seen.at(-1) ?? 0)], [1]);
  expect(round).toEqual([1, 1.25, 1.5, 2, 0.75, 1]);
});

test("what stands for a file has its height before it is there", () => {
  const film = { kind: "video", content_type: "video/mp4", width: 1920, height: 1080 } as const;
  expect(heightOf(file(film))).toBe(236 + 24);
  expect(heightOf(file({ kind: "audio", content_type: "audio/mpeg" }))).toBe(80);
  expect(heightOf(file({ kind: "file", content_type: "text/plain; charset=utf-8", thumbnail_url: null }))).toBe(132);
  const paper = { kind: "file", content_type: "application/pdf" } as const;
  expect(heightOf(file(paper))).toBe(200 + 24);
  expect(heightOf(file({ ...paper, thumbnail_url: null }))).toBe(58);
  expect(heightOf(file({ ...paper, state: "blocked" }))).toBe(58);
  expect(heightOf(file({ ...film, state: "scanning" }))).toBe(58);
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
  expect(boxOf({ width: null, height: null })).toEqual({ width: 320, height: 240, ratio: "4 / 3" });
});

test("thumbnails are named with the width that they have", () => {
  expect(sourcesOf(file())?.srcSet).toBe(
    "/api/v1/files/f1/thumbnail?size=small 160w, /api/v1/files/f1/thumbnail?size=large 720w",
  );
  expect(sourcesOf(file({ width: 900, height: 1600 }))?.srcSet).toContain("size=small 90w");
  expect(sourcesOf(file({ width: 100, height: 50 }))?.srcSet).toContain("size=large 100w");
});

test("until there are thumbnails a small picture is its own", () => {
  expect(sourcesOf(file({ thumbnail_url: null }))).toEqual({ src: "/api/v1/files/f1/content", srcSet: undefined });
  expect(sourcesOf(file({ thumbnail_url: null, size: 5_000_000 }))).toBeUndefined();
});
