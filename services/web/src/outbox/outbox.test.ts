import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Pending } from "../timeline/pending";
import {
  accepted,
  discard,
  due,
  durable,
  enqueue,
  epochChanged,
  failed,
  type Outbox,
  overdue,
  reopen,
  sending,
} from "./outbox";

const entry = (nonce: string, over: Partial<Pending> = {}): Pending => ({
  nonce,
  channel: "c",
  root: null,
  alsoInChannel: false,
  body: nonce,
  fileIds: [],
  state: "queued",
  attempts: 0,
  at: 0,
  retryAt: 0,
  code: null,
  seq: null,
  epoch: null,
  ...over,
});
const nonces = (outbox: readonly Pending[]) => outbox.map((item) => item.nonce);

describe("an outbox", () => {
  test("sends each lane in the order written, one at a time", () => {
    let outbox: Outbox = [entry("a"), entry("b"), entry("t", { root: "r" })];
    expect(nonces(due(outbox, 0))).toEqual(["a", "t"]);
    outbox = sending(outbox, "a");
    expect(nonces(due(outbox, 0))).toEqual(["t"]);
    outbox = accepted(outbox, "a", { seq: 1, epoch: 1, now: 0 });
    expect(nonces(due(outbox, 0))).toEqual(["b", "t"]);
  });

  test("does not let a refused message hold up the next", () => {
    const outbox = failed(sending([entry("a"), entry("b")], "a"), "a", { kind: "refused", code: "too_long" }, 0, 0);
    expect(nonces(due(outbox, 0))).toEqual(["b"]);
    expect(outbox[0]).toMatchObject({ state: "failed", code: "too_long" });
  });

  test("waits longer each time, and as long as the server asks", () => {
    let outbox: Outbox = [entry("a")];
    const waits = [0, 1, 2, 3].map(() => {
      outbox = failed(sending(outbox, "a"), "a", { kind: "again", retryAfterMs: undefined }, 0, 1);
      return outbox[0]?.retryAt;
    });
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(failed(outbox, "a", { kind: "again", retryAfterMs: 90_000 }, 0, 0)[0]?.retryAt).toBe(90_000);
  });

  test("keeps what is accepted until it is durable", () => {
    const outbox = accepted([entry("a"), entry("b", { channel: "d" })], "a", { seq: 5, epoch: 1, now: 0 });
    expect(durable(outbox, "c", 4)).toBe(outbox);
    expect(durable(outbox, "d", 9)).toBe(outbox);
    expect(nonces(durable(outbox, "c", 5))).toEqual(["b"]);
  });

  test("sends again, with the same nonce, what a new epoch or a reload may have lost", () => {
    const taken = accepted([entry("a")], "a", { seq: 5, epoch: 1, now: 0 });
    expect(epochChanged(taken, "c", 1, 9)[0]?.state).toBe("accepted");
    expect(epochChanged(taken, "c", 2, 9)[0]).toMatchObject({ nonce: "a", state: "queued" });
    expect(overdue(taken, 29_999)[0]?.state).toBe("accepted");
    expect(overdue(taken, 30_000)[0]?.state).toBe("queued");
    expect(reopen(sending([entry("a")], "a"), 9)[0]?.state).toBe("queued");
  });

  test("loses nothing, whatever happens: each message is in it until durable, refused or discarded", () => {
    const step = fc.record({
      what: fc.constantFrom("send", "accept", "again", "durable", "reload", "epoch"),
      which: fc.nat({ max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let outbox: Outbox = [];
        for (let index = 0; index < 10; index++)
          outbox = enqueue(enqueue(outbox, entry(`n${index}`)), entry(`n${index}`));
        const safe = new Set<string>();
        for (const { what, which } of steps) {
          const nonce = `n${which}`;
          const item = outbox.find((candidate) => candidate.nonce === nonce);
          if (what === "send" && item?.state === "queued") outbox = sending(outbox, nonce);
          if (what === "accept" && item?.state === "sending")
            outbox = accepted(outbox, nonce, { seq: which, epoch: 1, now: 0 });
          if (what === "again" && item?.state === "sending")
            outbox = failed(outbox, nonce, { kind: "again", retryAfterMs: undefined }, 0, 0);
          if (what === "durable") {
            for (const done of outbox) if (done.state === "accepted" && (done.seq ?? 99) <= which) safe.add(done.nonce);
            outbox = durable(outbox, "c", which);
          }
          if (what === "reload") outbox = reopen(outbox, 0);
          if (what === "epoch") outbox = epochChanged(outbox, "c", 2, 0);
        }
        expect(outbox.length + safe.size).toBe(10);
      }),
    );
    expect(discard([entry("a")], "a")).toEqual([]);
  });
});
