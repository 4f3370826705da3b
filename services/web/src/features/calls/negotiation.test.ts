import fc from "fast-check";
import { expect, it } from "vitest";
import { type Act, begin, type Heard, isPolite, type Negotiation, negotiate } from "./negotiation";

interface Letter {
  readonly to: number;
  readonly heard: Heard;
}

/** One side: its negotiation, and what a browser would hold. Descriptions carry their content as text. */
class Side {
  now: Negotiation;
  /** What this side wants to send, and what the other side knows of it. */
  wanted = 0;
  local = "";
  remote = "";
  private offer = "";
  private before: readonly [string, string] = ["", ""];
  private answer = "";

  constructor(
    readonly index: number,
    polite: boolean,
    private readonly post: (letter: Letter) => void,
  ) {
    this.now = begin(polite);
  }

  hear(heard: Heard): void {
    const [now, acts] = negotiate(this.now, heard);
    this.now = now;
    for (const act of acts) this.do(act);
  }

  private do(act: Act): void {
    const to = 1 - this.index;
    switch (act.type) {
      case "offer":
        this.before = [this.local, this.remote];
        this.offer = `${this.index}:${this.wanted}`;
        this.post({ to, heard: { type: "offer", n: act.n, sdp: this.offer } });
        return;
      case "repeatOffer":
        this.post({ to, heard: { type: "offer", n: act.n, sdp: this.offer } });
        return;
      case "accept":
        // An offer of one's own that is under way is rolled back first: what held before it holds again.
        [this.local, this.remote] = this.offer === "" ? [this.local, this.remote] : this.before;
        this.offer = "";
        this.remote = act.sdp;
        this.answer = `${this.index}:${this.wanted}`;
        this.local = this.answer;
        this.post({ to, heard: { type: "answer", n: act.n, sdp: this.answer } });
        return;
      case "repeatAnswer":
        this.post({ to, heard: { type: "answer", n: act.n, sdp: this.answer } });
        return;
      case "apply":
        this.local = this.offer;
        this.remote = act.sdp;
        this.offer = "";
        return;
    }
  }
}

type Move =
  | { readonly type: "change"; readonly side: number }
  | { readonly type: "wait"; readonly side: number }
  /** Of what is under way: lose it, deliver it, or deliver it and leave it there to come again. */
  | { readonly type: "way"; readonly at: number; readonly how: "lose" | "deliver" | "double" };

const side = fc.nat({ max: 1 });
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ type: fc.constant("change" as const), side }),
  fc.record({ type: fc.constant("wait" as const), side }),
  fc.record({
    type: fc.constant("way" as const),
    at: fc.nat({ max: 20 }),
    how: fc.constantFrom("lose" as const, "deliver" as const, "deliver" as const, "double" as const),
  }),
);

function play(moves: readonly Move[]): readonly [Side, Side] {
  let way: Letter[] = [];
  const post = (letter: Letter) => void way.push(letter);
  const sides = [new Side(0, isPolite("a", "b"), post), new Side(1, isPolite("b", "a"), post)] as const;
  const deliver = ({ to, heard }: Letter) => sides[to as 0 | 1].hear(heard);
  const change = (one: Side) => {
    one.wanted += 1;
    one.hear({ type: "needed" });
  };
  for (const one of moves) {
    if (one.type === "change") change(sides[one.side as 0 | 1]);
    else if (one.type === "wait") sides[one.side as 0 | 1].hear({ type: "waited" });
    else {
      const letter = way[one.at % Math.max(1, way.length)];
      if (!letter) continue;
      if (one.how !== "double") way = way.filter((other) => other !== letter);
      if (one.how !== "lose") deliver(letter);
    }
  }
  // From now on nothing is lost, and whoever waits repeats: in the end nobody waits.
  for (let round = 0; round < 40; round += 1) {
    const due = way;
    way = [];
    for (const letter of due) deliver(letter);
    for (const one of sides) one.hear({ type: "waited" });
  }
  return sides;
}

it("two sides over a way that loses, doubles and reorders agree in the end", () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const [a, b] = play(moves);
      expect([a.now.offering, b.now.offering, a.now.needed, b.now.needed]).toEqual([false, false, false, false]);
      expect(a.now.done).toBe(b.now.done);
      expect(a.remote).toBe(b.local);
      expect(b.remote).toBe(a.local);
      // And what each wants to send is what the other knows.
      if (a.now.done > 0) expect([a.local, b.local]).toEqual([`0:${a.wanted}`, `1:${b.wanted}`]);
    }),
    { numRuns: 2_000 },
  );
});

it("when both offer at once, the one with the higher id goes on", () => {
  const [polite] = negotiate(begin(true), { type: "needed" });
  const [impolite] = negotiate(begin(false), { type: "needed" });
  const offer = { type: "offer", n: 1, sdp: "x" } as const;
  expect(negotiate(impolite, offer)[1]).toEqual([]);
  const [after, acts] = negotiate(polite, offer);
  expect(acts).toEqual([
    { type: "accept", n: 1, sdp: "x" },
    // What it had to say itself comes next.
    { type: "offer", n: 2 },
  ]);
  expect(after.done).toBe(1);
});

it("an old offer, and an answer to nothing, change nothing", () => {
  const [offering] = negotiate(begin(false), { type: "needed" });
  const [done] = negotiate(offering, { type: "answer", n: 1, sdp: "y" });
  expect(negotiate(done, { type: "offer", n: 1, sdp: "old" })).toEqual([done, []]);
  expect(negotiate(done, { type: "answer", n: 1, sdp: "again" })).toEqual([done, []]);
  expect(negotiate(done, { type: "answer", n: 2, sdp: "nothing" })).toEqual([done, []]);
});
