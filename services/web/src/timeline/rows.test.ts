import { describe, expect, test } from "vitest";
import { message, user } from "../../test/factories";
import { type Pending, unseen } from "./pending";
import { rowsOf } from "./rows";

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const minutes = (n: number) => new Date(Date.parse("2026-11-20T14:00:00Z") + n * 60_000).toISOString();
const amara = user({ id: "amara" });
const wang = user({ id: "wang", display_name: "王小明" });
const draft: Pending = {
  nonce: "n9",
  channel: "c",
  root: null,
  alsoInChannel: false,
  body: "hi",
  files: [],
  state: "sending",
  attempts: 0,
  at: Date.parse(minutes(3)),
  retryAt: 0,
  code: null,
  seq: null,
  epoch: null,
};

const build = (over: Partial<Parameters<typeof rowsOf>[0]>) =>
  rowsOf({ messages: [], pending: [], readMessageNo: undefined, me: "amara", dayOf, ...over });

describe("rows", () => {
  test("are grouped by author within five minutes, and by day", () => {
    const rows = build({
      messages: [
        message({ seq: 1, author: amara, created_at: minutes(0) }),
        message({ seq: 2, author: amara, created_at: minutes(4) }),
        message({ seq: 3, author: wang, created_at: minutes(5) }),
        message({ seq: 4, author: wang, created_at: minutes(10) }),
        message({ seq: 5, author: wang, created_at: minutes(24 * 60) }),
      ],
    });
    expect(rows.map((row) => row.head)).toEqual([true, false, true, true, true]);
    expect(rows.map((row) => row.day)).toEqual([true, false, false, false, true]);
  });

  test("have one divider, above the first unread message of somebody else that still exists", () => {
    const rows = build({
      readMessageNo: 1,
      messages: [
        message({ seq: 1, author: wang }),
        message({ seq: 2, author: amara }),
        message({ seq: 3, author: wang, deleted_at: minutes(1) }),
        message({ seq: 4, author: wang }),
        message({ seq: 5, author: wang }),
      ],
    });
    expect(rows.map((row) => row.unread)).toEqual([false, false, false, true, false]);
  });

  test("have no divider above the first one when older messages may be unread too", () => {
    const messages = [message({ seq: 5, author: wang }), message({ seq: 6, author: wang })];
    const dividers = (hasOlder: boolean) => build({ readMessageNo: 1, messages, hasOlder }).map((row) => row.unread);
    expect(dividers(true)).toEqual([false, false]);
    expect(dividers(false)).toEqual([true, false]);
  });

  test("keep their identity as long as nothing about them changes", () => {
    const first = message({ seq: 1, author: wang });
    const second = message({ seq: 2, author: wang });
    const before = build({ messages: [first, second] });
    const after = build({ messages: [first, { ...second, body: "edited" }, message({ seq: 3 })], before });
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    const divided = build({ messages: [first, second], readMessageNo: 1, before });
    expect(divided[0]).toBe(before[0]);
    expect(divided[1]).toMatchObject({ unread: true, head: true });
  });

  test("keep their key when a send is answered", () => {
    const before = build({ pending: [draft] });
    const answered = message({ seq: 9, nonce: "n9", author: amara });
    const after = build({ messages: [answered], pending: unseen([draft], [answered], "amara") });
    expect(after.map((row) => row.key)).toEqual(before.map((row) => row.key));
  });
});
