import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newPending, pendingFile } from "../../test/factories";
import type { Pending, PendingFile } from "../timeline/pending";
import * as box from "./outbox";

const file = (key: string, id: string | null = null): PendingFile => pendingFile(key, { id });
const entry = (nonce: string, over: Partial<Pending> = {}): Pending =>
  newPending({ nonce, body: nonce, at: 0, ...over });
const nonces = (outbox: readonly Pending[]) => outbox.map((item) => item.nonce);
const again = (retryAfterMs?: number, code?: string): box.Failure => ({
  kind: "again",
  retryAfterMs,
  ...(code === undefined ? {} : { code }),
});

describe("an outbox", () => {
  test("sends each lane in the order written, one at a time", () => {
    let outbox: box.Outbox = [entry("a"), entry("b"), entry("t", { root: "r" })];
    expect(nonces(box.due(outbox, 0))).toEqual(["a", "t"]);
    outbox = box.sending(outbox, "a");
    expect(nonces(box.due(outbox, 0))).toEqual(["t"]);
    outbox = box.accepted(outbox, "a", { seq: 1, epoch: 1, now: 0 });
    expect(nonces(box.due(outbox, 0))).toEqual(["b", "t"]);
  });

  test("uses three lanes at once, and three more for uploads, which keep no text waiting", () => {
    const lanes = (kind: string, files: readonly PendingFile[]) =>
      [1, 2, 3, 4].map((index) => entry(`${kind}${index}`, { channel: `${kind}${index}`, files }));
    const outbox = [...lanes("f", [file("x")]), ...lanes("t", [])];
    expect(nonces(box.due(outbox, 0))).toEqual(["f1", "f2", "f3", "t1", "t2", "t3"]);
  });

  test("uploads before it sends, and keeps the place in the lane meanwhile", () => {
    let outbox: box.Outbox = [entry("a", { files: [file("x"), file("y")] }), entry("b")];
    outbox = box.uploading(outbox, "a");
    expect(box.due(outbox, 0)).toEqual([]);
    outbox = box.uploaded(outbox, "a", "x", "1");
    // A reload now uploads only what is missing.
    expect(box.reopen(outbox, 0)[0]?.files.map((one) => one.id)).toEqual(["1", null]);
    outbox = box.complete(box.uploaded(outbox, "a", "y", "2"), "a", 0);
    expect(outbox[0]).toMatchObject({ state: "queued", attempts: 0 });
    expect(box.needsUpload(outbox[0] as Pending)).toBe(false);
    expect(nonces(box.due(outbox, 0))).toEqual(["a"]);
  });

  test("does not let a refused message, or one that asks first, hold up the next", () => {
    const refused = box.failed(
      box.sending([entry("a"), entry("b")], "a"),
      "a",
      { kind: "refused", code: "too_long" },
      0,
      0,
    );
    expect(nonces(box.due(refused, 0))).toEqual(["b"]);
    expect(refused[0]).toMatchObject({ state: "failed", code: "too_long" });
    const later = box.STALE_MS;
    const old: box.Outbox = [entry("a"), entry("b", { at: later })];
    expect(nonces(box.due(old, later))).toEqual(["b"]);
    expect(nonces(box.due(box.retry(old, "a", later), later))).toEqual(["a"]);
  });

  test("waits longer each time, and as long as the server asks", () => {
    let outbox: box.Outbox = [entry("a")];
    const waits = [0, 1, 2, 3].map(() => {
      outbox = box.failed(box.sending(outbox, "a"), "a", again(), 0, 1);
      return outbox[0]?.retryAt;
    });
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(box.failed(outbox, "a", again(90_000), 0, 0)[0]?.retryAt).toBe(90_000);
  });

  test("keeps what calls many people until its author says that it is meant", () => {
    const refused = { kind: "refused", code: "confirm_mass_mention", people: 73 } as const;
    const asked = box.failed(box.sending([entry("a"), entry("b")], "a"), "a", refused, 0, 0);
    expect(asked.filter(box.asks).map((one) => one.mass.people)).toEqual([73]);
    expect(nonces(box.due(asked, 1))).toEqual(["b"]);
    expect(box.reopen(asked, 9)).toBe(asked);

    const meant = box.answer(asked, "a", true, 5);
    expect(meant[0]).toMatchObject({ nonce: "a", state: "queued", code: null, mass: { people: 73, answer: "yes" } });
    expect(nonces(box.due(meant, 5))).toEqual(["a"]);
    expect(box.answer(meant, "a", false, 6)).toBe(meant);

    const not = box.answer(asked, "a", false, 5);
    expect(not[0]).toMatchObject({ state: "failed", code: "confirm_mass_mention" });
    expect(not.some(box.asks)).toBe(false);
    const retried = box.failed(box.sending(box.retry(not, "a", 7), "a"), "a", refused, 8, 0);
    expect(retried.some(box.asks)).toBe(true);
  });

  test("hurries when the link is back, except what the server asked to wait", () => {
    const lost = box.failed(box.sending([entry("a")], "a"), "a", again(), 0, 1);
    expect(box.hurry(lost, 5)[0]?.retryAt).toBe(5);
    const slow = box.failed(box.sending([entry("a")], "a"), "a", again(9_000, "slow_mode"), 0, 1);
    expect(box.hurry(slow, 5)).toBe(slow);
  });

  test("keeps what is accepted until it is durable", () => {
    const outbox = box.accepted([entry("a"), entry("b", { channel: "d" })], "a", { seq: 5, epoch: 1, now: 0 });
    expect(box.durable(outbox, "c", 4)).toBe(outbox);
    expect(box.durable(outbox, "d", 9)).toBe(outbox);
    expect(nonces(box.durable(outbox, "c", 5))).toEqual(["b"]);
  });

  test("sends again, with the same nonce, what a new epoch or a reload may have lost", () => {
    const taken = box.accepted([entry("a")], "a", { seq: 5, epoch: 1, now: 0 });
    expect(box.epochChanged(taken, "c", 1, 9)).toBe(taken);
    const moved = box.epochChanged(taken, "c", 2, 9);
    expect(moved[0]).toMatchObject({ nonce: "a", state: "queued", epoch: 2 });
    expect(box.overdue(taken, 29_999)).toBe(taken);
    expect(box.overdue(taken, 30_000)[0]?.state).toBe("queued");
    expect(box.reopen(box.sending([entry("a")], "a"), 9)[0]?.state).toBe("queued");
  });

  test("takes from other tabs what is new, and keeps to itself how far its own sends have come", () => {
    const mine = box.sending([entry("a"), entry("c")], "a");
    const news = { changed: [entry("a"), entry("b"), entry("c", { body: "new" })], gone: [] };
    const sends = box.patch(mine, news, true);
    expect(sends.map((one) => [one.nonce, one.state, one.body])).toEqual([
      ["a", "sending", "a"],
      ["b", "queued", "b"],
      ["c", "queued", "new"],
    ]);
    expect(box.patch(mine, news, false)[0]?.state).toBe("queued");
    expect(nonces(box.patch(mine, { changed: [], gone: ["a", "c"] }, true))).toEqual(["a"]);
    expect(nonces(box.patch(mine, { changed: [], gone: ["a", "c"] }, false))).toEqual([]);
  });
});

/** A server that keeps one message a nonce, and may forget what it took before that is durable. */
class Server {
  readonly log = new Map<string, { seq: number; ids: string }>();
  readonly durable = new Set<string>();
  private seq = 0;

  take(item: Pending): number | "reused" {
    const ids = item.files.map((one) => one.id).join();
    const known = this.log.get(item.nonce);
    if (known) return known.ids === ids ? known.seq : "reused";
    this.seq += 1;
    this.log.set(item.nonce, { seq: this.seq, ids });
    return this.seq;
  }

  wipe(): void {
    for (const nonce of this.log.keys()) if (!this.durable.has(nonce)) this.log.delete(nonce);
  }
}

const WHAT = [
  "start",
  "store",
  "answer",
  "lose",
  "late",
  "durable",
  "reload",
  "wipe",
  "time",
  "other tab",
  "hurry",
] as const;

describe("whatever happens, in whatever order", () => {
  const step = fc.record({ what: fc.constantFrom(...WHAT), which: fc.nat({ max: 7 }) });

  test("each message is sent until it is durable, never lost, never twice, and its files never change", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const server = new Server();
        let now = 0;
        let epoch = 1;
        let ids = 0;
        let outbox: box.Outbox = [];
        const all = Array.from({ length: 8 }, (_, index) => `n${index}`);
        for (const [index, nonce] of all.entries()) {
          const files = index % 3 === 0 ? [file(`${nonce}-1`), file(`${nonce}-2`)] : [];
          const item = entry(nonce, { channel: index % 2 === 0 ? "c" : "d", files, epoch });
          outbox = box.enqueue(box.enqueue(outbox, item), item);
        }
        const safe = () => all.filter((nonce) => !outbox.some((item) => item.nonce === nonce));
        for (const { what, which } of steps) {
          const nonce = `n${which}`;
          const item = outbox.find((one) => one.nonce === nonce);
          switch (what) {
            case "start":
              for (const ready of box.due(outbox, now)) {
                expect(ready.state).toBe("queued");
                outbox = box.needsUpload(ready) ? box.uploading(outbox, ready.nonce) : box.sending(outbox, ready.nonce);
              }
              break;
            case "store": {
              const missing = item?.files.find((one) => one.id === null);
              if (item?.state !== "uploading") break;
              if (missing) outbox = box.uploaded(outbox, nonce, missing.key, `id${++ids}`);
              else outbox = box.complete(outbox, nonce, now);
              break;
            }
            case "answer": {
              if (item?.state !== "sending") break;
              const seq = server.take(item);
              if (seq === "reused") throw new Error("the same nonce stood for other files");
              outbox = box.accepted(outbox, nonce, { seq, epoch, now });
              break;
            }
            case "lose":
              // The server took it or not: nobody heard.
              if (item?.state === "sending" && which % 2 === 0) server.take(item);
              if (item?.state === "sending" || item?.state === "uploading")
                outbox = box.failed(outbox, nonce, again(), now, 0.5);
              break;
            case "late":
              // An answer after the page was reloaded: nobody is waiting for it, the server has it.
              if (item?.state === "queued" && item.attempts > 0 && !box.needsUpload(item)) server.take(item);
              break;
            case "durable":
              for (const channel of ["c", "d"]) {
                const upTo = Math.max(0, ...[...server.log.values()].map((one) => one.seq));
                for (const one of outbox)
                  if (one.channel === channel && server.log.has(one.nonce)) server.durable.add(one.nonce);
                outbox = box.durable(outbox, channel, upTo);
              }
              break;
            case "reload":
              outbox = box.reopen(box.inOrder([...outbox].reverse()), now);
              break;
            case "wipe":
              server.wipe();
              epoch += 1;
              for (const channel of ["c", "d"]) outbox = box.epochChanged(outbox, channel, epoch, now);
              break;
            case "time":
              now += 31_000;
              outbox = box.overdue(outbox, now);
              break;
            case "other tab":
              if (item) outbox = box.patch(outbox, { changed: [entry(nonce, item)], gone: [] }, true);
              break;
            case "hurry":
              outbox = box.hurry(outbox, now);
              break;
          }
          expect(new Set(nonces(outbox)).size).toBe(outbox.length);
          expect(nonces(outbox)).toEqual(nonces(box.inOrder(outbox)));
          for (const nonce of safe()) expect(server.durable.has(nonce)).toBe(true);
        }
        // With a network that works in the end, everything arrives, each once.
        for (let round = 0; outbox.length > 0 && round < 100; round++) {
          outbox = box.reopen(outbox, now);
          now += 61_000;
          outbox = box.overdue(outbox, now);
          for (const ready of box.due(outbox, now)) {
            for (const one of ready.files)
              if (one.id === null) outbox = box.uploaded(outbox, ready.nonce, one.key, `id${++ids}`);
            outbox = box.sending(outbox, ready.nonce);
            const seq = server.take(outbox.find((one) => one.nonce === ready.nonce) as Pending);
            if (seq === "reused") throw new Error("the same nonce stood for other files");
            outbox = box.accepted(outbox, ready.nonce, { seq, epoch, now });
          }
          for (const channel of ["c", "d"]) outbox = box.durable(outbox, channel, Number.MAX_SAFE_INTEGER);
        }
        expect(outbox).toEqual([]);
        expect([...server.log.keys()].sort()).toEqual(all);
      }),
    );
  });
});
