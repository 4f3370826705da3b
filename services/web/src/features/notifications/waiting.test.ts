import { expect, test } from "vitest";
import { channel, membership } from "../../../test/factories";
import { pageTitle, waitingCount } from "./waiting";

const NOW = Date.parse("2026-11-20T14:00:00Z");

test("mentions count everywhere, other unread messages only in direct conversations that are not muted", () => {
  const room = channel({ membership: membership({ unread: 9, mentions: 2 }) });
  const muted = channel({ membership: membership({ unread: 9, mentions: 1, notify: "none" }) });
  const direct = channel({ kind: "dm", membership: membership({ unread: 4, mentions: 4 }) });
  const quiet = channel({ kind: "dm", membership: membership({ unread: 4, muted_until: "2026-11-20T15:00:00.000Z" }) });
  expect(waitingCount([room, muted, direct, quiet, channel({ membership: null })], NOW)).toBe(7);
});

test("the title says how many wait, and where one is", () => {
  expect(pageTitle("Hubbub", "#engineering", 3)).toBe("(3) #engineering · Hubbub");
  expect(pageTitle("Hubbub", undefined, 0)).toBe("Hubbub");
  expect(pageTitle("Hubbub", "Wang", 250)).toBe("(99+) Wang · Hubbub");
});
