import { describe, expect, test } from "vitest";
import { message, newPending, user } from "../../test/factories";
import type { SendState } from "../timeline/pending";
import type { Timeline } from "../timeline/timeline";
import { Deliveries, LONGEST_MS } from "./delivery";

const ME = "u1";
const entry = (state: SendState, attempts = 1) => newPending({ nonce: "n7", body: "hi", state, attempts });
const mine = message({ seq: 7, nonce: "n7" });
const timeline = (seq: number, messages = [mine]): Timeline => ({
  epoch: 1,
  seq,
  segments: [{ messages, hasOlder: false, hasNewer: false }],
});

function measuring() {
  const took: number[] = [];
  const deliveries = new Deliveries(ME, (ms) => took.push(ms));
  let before: readonly ReturnType<typeof entry>[] = [];
  return {
    took,
    deliveries,
    becomes: (now: number, state: SendState, attempts = 1, inFront = true) => {
      const entries = [entry(state, attempts)];
      deliveries.changed(entries, before, { now, inFront });
      before = entries;
    },
    see: (now: number, seen: Timeline | undefined) => deliveries.look(() => seen, now),
  };
}

describe("a delivery", () => {
  test("is from the sending of a message to its event, and counts once", () => {
    const { took, becomes, see, deliveries } = measuring();
    becomes(900, "queued", 0);
    becomes(1_000, "sending");
    see(1_010, undefined);
    see(1_020, timeline(6, []));
    see(1_042.4, timeline(7));
    becomes(1_050, "accepted");
    see(1_060, timeline(8));
    expect(took).toEqual([42]);
    expect(deliveries.isIdle).toBe(true);
  });

  test("is not over with the answer, which brings the row before its event", () => {
    const { took, becomes, see } = measuring();
    becomes(0, "sending");
    becomes(5, "accepted");
    see(6, timeline(6));
    expect(took).toEqual([]);
    see(20, timeline(7));
    expect(took).toEqual([20]);
  });

  test("is that of my own message alone", () => {
    const { took, becomes, see } = measuring();
    becomes(0, "sending");
    see(9, timeline(7, [message({ seq: 7, nonce: "n7", author: user({ id: "u2" }) })]));
    expect(took).toEqual([]);
  });

  test.each<[string, (it: ReturnType<typeof measuring>) => void]>([
    ["was sent twice", ({ becomes }) => [becomes(5, "queued"), becomes(9, "sending", 2)]],
    ["was refused", ({ becomes }) => becomes(5, "failed")],
    ["was not looked at all the time", ({ deliveries }) => deliveries.forget()],
  ])("of a message that %s is not counted", (_name, happens) => {
    const it = measuring();
    it.becomes(0, "sending");
    happens(it);
    it.see(20, timeline(7));
    expect(it.took).toEqual([]);
  });

  test("of a message that another window sends is not counted", () => {
    const { took, becomes, see } = measuring();
    becomes(0, "sending", 1, false);
    see(20, timeline(7));
    expect(took).toEqual([]);
  });

  test.each([
    [LONGEST_MS, [LONGEST_MS]],
    [LONGEST_MS + 1, []],
    [-1, []],
  ])("of %d ms becomes %j", (ms, counted) => {
    const { took, becomes, see } = measuring();
    becomes(0, "sending");
    see(ms, timeline(7));
    expect(took).toEqual(counted);
  });
});
