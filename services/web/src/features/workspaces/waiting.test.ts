import { expect, test } from "vitest";
import { channel, membership } from "../../../test/factories";
import { waiting } from "./waiting";

const one = (id: string, workspace: string, unread: number, mentions: number, archived_at: string | null = null) =>
  channel({ id, workspace_id: workspace, archived_at, membership: membership({ unread, mentions }) });

test("what waits is added up for each workspace", () => {
  const found = waiting([one("a", "w1", 2, 1), one("b", "w1", 3, 0), one("c", "w2", 0, 0)], () => false);
  expect([...found]).toEqual([["w1", { unread: 5, mentions: 1 }]]);
});

test("a muted channel calls only when somebody is meant", () => {
  const channels = [one("a", "w1", 7, 0), one("b", "w2", 7, 2)];
  expect([...waiting(channels, () => true)]).toEqual([["w2", { unread: 2, mentions: 2 }]]);
});

test("nothing waits in the archive", () => {
  expect(waiting([one("a", "w1", 7, 7, "2026-11-20T00:00:00.000Z")], () => false).size).toBe(0);
});
