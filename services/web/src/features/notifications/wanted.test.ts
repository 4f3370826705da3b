import { expect, test } from "vitest";
import * as make from "../../../test/factories";
import type { Channel, Me, Message, Workspace } from "../../api/types";
import { isWanted } from "./wanted";

const NOW = Date.parse("2026-11-20T14:00:00Z");
const LATER = "2026-11-20T15:00:00.000Z";
const settings = (fields: Partial<Me["notifications"]>) => ({ ...make.me().notifications, ...fields });
const me = (fields: Partial<Me> = {}) => make.me({ notifications: settings({ desktop: "mentions" }), ...fields });
const room = (fields: Partial<NonNullable<Channel["membership"]>> = {}) =>
  make.channel({ membership: make.membership(fields) });
const plain = make.message();
const meant: Message = make.message({
  mentions: { users: [{ user_id: "me", start: 0, end: 3 }], channel: false, here: false },
});
const wanted = (
  message: Message,
  channel: Channel,
  who = me(),
  workspace?: Pick<Workspace, "notify" | "muted_until">,
  blocked: readonly string[] = [],
) => isWanted(message, channel, { me: who, workspace, blocked: new Set(blocked), now: NOW });

test("a mention is told, other messages only in direct conversations, as the settings say at first", () => {
  expect(wanted(plain, room())).toBe(false);
  expect(wanted(meant, room())).toBe(true);
  expect(wanted(plain, make.channel({ kind: "dm" }))).toBe(true);
  expect(wanted(make.message({ mentions: { users: [], channel: true, here: false } }), room())).toBe(true);
});

test("a channel's own setting counts more than the workspace's, and that more than the account's", () => {
  const nothing = { notify: "none", muted_until: null } as const;
  expect(wanted(plain, room({ notify: "all" }), me(), nothing)).toBe(true);
  expect(wanted(meant, room(), me(), nothing)).toBe(false);
  expect(wanted(plain, room(), me(), { notify: "all", muted_until: null })).toBe(true);
  expect(wanted(plain, room({ notify: "mentions" }), me({ notifications: settings({ desktop: "all" }) }))).toBe(false);
});

test("what is muted tells only who is named", () => {
  const muted = room({ notify: "all", muted_until: LATER });
  expect(wanted(plain, muted)).toBe(false);
  expect(wanted(meant, muted)).toBe(true);
  const quiet = { notify: "default", muted_until: LATER } as const;
  expect(wanted(plain, make.channel({ kind: "dm" }), me(), quiet)).toBe(false);
});

test("who is not to be disturbed is told nothing: by status, by a pause, by the hour", () => {
  const schedule = { days: ["fri" as const], from: "13:00", to: "15:00" };
  expect(wanted(meant, room(), me({ status: { ...me().status, presence: "dnd" } }))).toBe(false);
  expect(wanted(meant, room(), me({ notifications: settings({ snoozed_until: LATER }) }))).toBe(false);
  expect(wanted(meant, room(), me({ timezone: "UTC", notifications: settings({ schedule }) }))).toBe(false);
});

test("nobody is told of what they said themselves, nor of channels they are not in", () => {
  expect(wanted(make.message({ ...meant, author: me() }), room())).toBe(false);
  expect(wanted(meant, make.channel({ membership: null }))).toBe(false);
});

test("nobody is told of what is said by whom they have blocked, not even when it names them", () => {
  const said = { ...meant, author: make.user({ id: "ben" }) };
  expect(wanted(said, room(), me(), undefined, ["ben"])).toBe(false);
  expect(wanted(said, make.channel({ kind: "dm" }), me(), undefined, ["ben"])).toBe(false);
  expect(wanted(said, room(), me(), undefined, ["sofia"])).toBe(true);
});

test("of a call that is over is told who missed it, and nobody who was there", () => {
  const call = {
    started_by: "ben",
    started_at: "2026-11-20T13:50:00.000Z",
    ended_at: "2026-11-20T13:51:00.000Z",
    outcome: "talked" as const,
    people: ["ben", "me"],
    missed: [] as string[],
  };
  const over = (fields: Partial<typeof call>, message: Message) =>
    make.message({ ...message, kind: "system", call: { ...call, ...fields } });
  const direct = make.channel({ kind: "dm" });
  expect(wanted(over({}, plain), direct)).toBe(false);
  expect(wanted(over({ people: ["ben"], missed: ["me"] }, meant), direct)).toBe(true);
});
