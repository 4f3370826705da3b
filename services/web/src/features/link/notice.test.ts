import { expect, test } from "vitest";
import type { Status } from "../../socket/link-types";
import { noticeOf } from "./notice";

const waiting: Status = { name: "waiting", until: 9_000, attempt: 1 };
const live: Status = { name: "live", since: 0, carrier: "socket" };
const link = (status: Status, lostAt: number | null, caughtUp = 0) => ({ status, lostAt, caughtUp });

test("nothing is said for the first two seconds, then when it is tried again", () => {
  expect(noticeOf(link(waiting, 1_000), undefined, 2_999)).toEqual({ kind: "none" });
  expect(noticeOf(link(waiting, 1_000), undefined, 5_500)).toEqual({ kind: "lost", seconds: 4 });
  expect(noticeOf(link({ name: "connecting" }, 1_000), undefined, 9_000)).toEqual({ kind: "lost", seconds: 0 });
  expect(noticeOf(link({ name: "offline" }, 1_000), undefined, 9_000)).toEqual({ kind: "offline" });
});

test("that it is back is said for two seconds, with what came meanwhile", () => {
  expect(noticeOf(link(live, null, 14), 10_000, 11_999)).toEqual({ kind: "back", caughtUp: 14 });
  expect(noticeOf(link(live, null, 14), 10_000, 12_000)).toEqual({ kind: "none" });
  expect(noticeOf(link(live, null), undefined, 10_000)).toEqual({ kind: "none" });
});

test("a link that stopped says why, except where the sign-in page does", () => {
  const stopped = (code: number) => noticeOf(link({ name: "stopped", code }, 0), undefined, 0).kind;
  expect([4510, 4501, 4500, 4513, 4503, 4100].map(stopped)).toEqual([
    "replaced",
    "outdated",
    "outdated",
    "outdated",
    "none",
    "none",
  ]);
});
