// @vitest-environment jsdom
import { afterEach, expect, test } from "vitest";
import { useBlocked } from "../../blocked";
import { Emitter } from "../../events";
import type { Session, SessionEvents } from "../../session";
import { Calls } from "./calls";
import { useCall } from "./store";
import type { CallSignal } from "./types";

afterEach(() => useBlocked.getState().begin([]));

test("whom I have blocked does not ring here, and others do", () => {
  const events = new Emitter<SessionEvents>();
  const connection = { command: () => new Promise(() => undefined) };
  const calls = new Calls({ me: "maya", events, connection } as unknown as Session, { missed: () => undefined });
  const rings = (from: string) => {
    const signal: CallSignal = {
      from,
      seat: "seat",
      signal: { type: "ringing", ring: `of ${from}`, people: ["maya"], video: false },
    };
    events.emit("call", { channel: "group", signal });
    return useCall.getState().incoming?.from;
  };
  useBlocked.getState().begin(["ben"]);
  expect(rings("ben")).toBeUndefined();
  expect(rings("sofia")).toBe("sofia");
  calls.close();
});
