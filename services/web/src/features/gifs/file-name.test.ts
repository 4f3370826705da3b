import { expect, test } from "vitest";
import { fileName } from "./file-name";

test.each([
  ["A cat & a dog!", "A-cat-a-dog"],
  ["跳舞的猫", "跳舞的猫"],
  ["../../etc/passwd", "etc-passwd"],
  ["…", ""],
  ["x".repeat(200), "x".repeat(60)],
])("%s becomes a name that any disk takes", (title, name) => {
  expect(fileName(title)).toBe(name);
});
