import fc from "fast-check";
import { expect, test } from "vitest";
import { fileName } from "./file-name";

test("a name loses what misleads and keeps its ending", () => {
  expect(fileName("report 1.pdf")).toBe("report 1.pdf");
  expect(fileName("photo\u202egpj.exe")).toBe("photogpj.exe");
  expect(fileName("a/b\\c.txt")).toBe("a_b_c.txt");
  expect(fileName("..")).toBe("file");
  expect(fileName("\u200b ")).toBe("file");
  const long = fileName(`${"猫".repeat(200)}.tar.gz`);
  expect(long.endsWith("猫.gz")).toBe(true);
});

test("every name becomes one that the server takes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
      const taken = fileName(name);
      expect(new TextEncoder().encode(taken).length).toBeLessThanOrEqual(255);
      expect(taken.trim()).not.toBe("");
      expect(taken).not.toMatch(/[\p{Cc}/\\\u202e]/u);
    }),
  );
});
