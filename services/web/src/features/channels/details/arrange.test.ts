import { expect, test } from "vitest";
import { AT, user } from "../../../../test/factories";
import type { ChannelMember, ChannelRole } from "../../../api/types";
import { arrange, matches } from "./arrange";

const member = (id: string, name: string, role: ChannelRole = "member"): ChannelMember => ({
  user: user({ id, display_name: name, handle: id }),
  role,
  joined_at: AT,
});

test("owners stand first, then admins, then the rest by name", () => {
  const people = [member("d", "Zoë"), member("a", "Ben"), member("b", "Mia", "admin"), member("c", "Sara", "owner")];
  expect(arrange(people).map((one) => one.user.id)).toEqual(["c", "b", "a", "d"]);
});

test("somebody who stands on two pages is shown once, as the later page tells", () => {
  const shown = arrange([member("a", "Ben"), member("a", "Ben", "admin")]);
  expect(shown.map((one) => one.role)).toEqual(["admin"]);
});

test("people are found without accents, by handle, and by any part of a Chinese name", () => {
  expect(matches(user({ display_name: "Diego Ramírez" }), "ramirez")).toBe(true);
  expect(matches(user({ display_name: "X", handle: "wang_xm" }), "@wang")).toBe(true);
  expect(matches(user({ display_name: "王小明" }), "小明")).toBe(true);
  expect(matches(user({ display_name: "王小明", handle: "wxm" }), "li")).toBe(false);
});

test("searching for nothing finds everybody", () => {
  expect(matches(user(), "  ")).toBe(true);
});
