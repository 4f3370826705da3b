import { expect, test } from "vitest";
import * as make from "../../../test/factories";
import type { Channel, Me, Message } from "../../api/types";
import { isWanted } from "./wanted";

const NOW = Date.parse("2026-11-20T14:00:00Z");
const LATER = "2026-11-20T15:00:00.000Z";
const settings = (desktop: Me["notifications"]["desktop"]) => ({ ...make.me().notifications, desktop });
const me = (fields: Partial<Me> = {}) => make.me({ notifications: settings("mentions"), ...fields });
const room = (fields: Partial<NonNullable<Channel["membership"]>> = {}) =>
  make.channel({ membership: make.membership(fields) });
const plain = make.message();
const meant: Message = make.message({
  mentions: { users: [{ user_id: "me", start: 0, end: 3 }], channel: false, here: false },
});
const wanted = (message: Message, channel: Channel, who = me()) => isWanted(message, channel, who, NOW);

test("a mention is told, other messages only in direct conversations, as the settings say at first", () => {
  expect(wanted(plain, room())).toBe(false);
  expect(wanted(meant, room())).toBe(true);
  expect(wanted(plain, make.channel({ kind: "dm" }))).toBe(true);
  expect(wanted(make.message({ mentions: { users: [], channel: true, here: false } }), room())).toBe(true);
});

test("a channel's own setting counts more than the account's", () => {
  expect(wanted(plain, room({ notify: "all" }))).toBe(true);
  expect(wanted(meant, room({ notify: "none" }), me({ notifications: settings("all") }))).toBe(false);
  expect(wanted(plain, room({ notify: "mentions" }), me({ notifications: settings("all") }))).toBe(false);
});

test("a muted channel tells only who is meant, and who is not to be disturbed is told nothing", () => {
  const muted = room({ notify: "all", muted_until: LATER });
  expect(wanted(plain, muted)).toBe(false);
  expect(wanted(meant, muted)).toBe(true);
  expect(wanted(meant, room(), me({ status: { ...me().status, presence: "dnd" } }))).toBe(false);
});

test("nobody is told of what they said themselves, nor of channels they are not in", () => {
  expect(wanted(make.message({ ...meant, author: me() }), room())).toBe(false);
  expect(wanted(meant, make.channel({ membership: null }))).toBe(false);
});
