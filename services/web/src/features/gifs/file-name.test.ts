import { expect, test } from "vitest";
import { fileName } from "./file-name";

test.each([
  ["A cat & a dog!", "image/gif", "A-cat-a-dog.gif"],
  ["跳舞的猫", "image/webp", "跳舞的猫.webp"],
  ["../../etc/passwd", "image/jpeg", "etc-passwd.jpg"],
  ["…", "image/gif", "gif.gif"],
  ["x".repeat(200), "image/png", `${"x".repeat(60)}.png`],
])("%s becomes a name that any disk takes", (title, type, name) => {
  expect(fileName(title, type)).toBe(name);
});
