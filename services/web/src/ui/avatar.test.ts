import { expect, test } from "vitest";
import { AVATAR_COLOURS, avatarColour, initial, initials } from "./avatar";

test.each([
  ["王小明", "小明"],
  ["欧阳娜娜", "娜娜"],
  ["李雷", "李雷"],
  ["Amara Okafor", "AO"],
  ["diego", "D"],
  ["Jean-Luc van Dam", "JD"],
  ["  ", ""],
  ["👩‍🚀 Sally", "👩‍🚀S"],
])("%s is drawn as %s", (name, text) => {
  expect(initials(name)).toBe(text);
});

test.each([
  ["王小明", "明"],
  ["李伟 Li Wei", "李"],
  ["Amara Okafor", "A"],
  ["  ", ""],
])("where there is hardly room, %s is drawn as %s", (name, text) => {
  expect(initial(name)).toBe(text);
});

test("a name has one colour, however its accents and case are typed", () => {
  expect(avatarColour("Renée")).toBe(avatarColour("RENÉE".normalize("NFD")));
  expect(AVATAR_COLOURS).toContain(avatarColour(""));
});
