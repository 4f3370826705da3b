import fc from "fast-check";
import { expect, it } from "vitest";
import { step } from "./machine";
import { RING_FOR_MS } from "./passed";
import { begin, type Effect, type Input, isInCall, type State } from "./state";
import type { CallNews, CallPerson } from "./types";

const SEAT_MS = 10_000;
const MEDIA = { muted: false, video: false, screen: false };
const CHANNEL = "dm";

interface Told {
  readonly to: string;
  readonly from: string;
  readonly seat: string;
  readonly news: CallNews;
}

/** Two people and a server between them, whose word to them may be lost or late. */
class World {
  now = 0;
  private serial = 0;
  private readonly seats = new Map<string, { seat: string; until: number }>();
  private way: Told[] = [];
  readonly states: Record<string, State> = { a: begin("a"), b: begin("b") };

  input(who: string, input: Input): void {
    const [state, effects] = step(this.of(who), input, this.now);
    this.states[who] = state;
    for (const effect of effects) this.carryOut(who, effect);
  }

  name(): string {
    this.serial += 1;
    return `n${this.serial}`;
  }

  of(who: string): State {
    return this.states[who] as State;
  }

  pass(ms: number): void {
    this.now += ms;
    for (const [user, { until }] of this.seats) if (until <= this.now) this.drop(user);
    for (const who of ["a", "b"]) this.input(who, { type: "tick" });
  }

  /** One thing of those under way arrives, or never does. */
  deliver(at: number, lose = false): void {
    const told = this.way[at % Math.max(1, this.way.length)];
    if (!told) return;
    this.way = this.way.filter((other) => other !== told);
    const { from, seat, news } = told;
    if (!lose) this.input(told.to, { type: "signal", channel: CHANNEL, from, seat, news });
  }

  deliverAll(): void {
    while (this.way.length > 0) this.deliver(0);
  }

  people(): CallPerson[] {
    return [...this.seats].map(([user_id, { seat }]) => ({ user_id, seat, media: MEDIA, joined_at: "" }));
  }

  private tell(from: string, seat: string, news: CallNews, to: readonly string[]): void {
    for (const one of to) this.way.push({ to: one, from, seat, news });
  }

  private drop(user: string): void {
    this.seats.delete(user);
    this.tell(user, "", { type: "left" }, [...this.seats.keys(), user]);
  }

  private carryOut(who: string, effect: Effect): void {
    const own = "seat" in effect ? effect.seat : "";
    switch (effect.type) {
      case "join": {
        this.seats.set(who, { seat: own, until: this.now + SEAT_MS });
        this.tell(who, own, { type: "joined", media: MEDIA }, [...this.seats.keys()]);
        this.input(who, { type: "joined", seat: own, people: this.people() });
        return;
      }
      case "stay": {
        const seat = this.seats.get(who);
        if (seat?.seat !== own) {
          this.input(who, { type: "lost", seat: own, again: this.name() });
          return;
        }
        seat.until = this.now + SEAT_MS;
        this.input(who, { type: "stayed", seat: own, people: this.people() });
        return;
      }
      case "leave":
        if (this.seats.get(who)?.seat === own) this.drop(who);
        return;
      case "ring":
        if (this.seats.has(who))
          this.tell(who, "", { type: "ringing", ring: effect.ring, video: false, people: [] }, effect.to);
        return;
      case "cancel":
        this.tell(who, "", { type: "cancelled", ring: effect.ring }, effect.to);
        return;
      case "decline":
        this.tell(who, "", { type: "declined", ring: effect.ring }, [effect.to, who]);
        return;
      case "missed":
        return;
    }
  }
}

const start = (world: World, who: string): Input => ({
  type: "start",
  channel: CHANNEL,
  seat: world.name(),
  direct: true,
  ring: world.name(),
  to: [who === "a" ? "b" : "a"],
});

type Move =
  | { readonly type: "start"; readonly who: string }
  | { readonly type: "accept" | "decline" | "hangUp"; readonly who: string }
  | { readonly type: "deliver" | "lose"; readonly at: number }
  | { readonly type: "pass"; readonly ms: number };

const who = fc.constantFrom("a", "b");
const at = fc.nat({ max: 9 });
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    type: fc.constantFrom(
      "start" as const,
      "accept" as const,
      "accept" as const,
      "decline" as const,
      "hangUp" as const,
    ),
    who,
  }),
  fc.record({ type: fc.constantFrom("deliver" as const, "deliver" as const, "lose" as const), at }),
  fc.record({ type: fc.constant("pass" as const), ms: fc.constantFrom(300, 1_000, 3_000, 11_000) }),
);

function play(world: World, moves: readonly Move[]): World {
  for (const one of moves) {
    if ("ms" in one) world.pass(one.ms);
    else if ("at" in one) world.deliver(one.at, one.type === "lose");
    else if (one.type === "start") world.input(one.who, start(world, one.who));
    else if (one.type === "accept") world.input(one.who, { type: "accept", seat: world.name(), direct: true });
    else world.input(one.who, { type: one.type });
  }
  for (let passed = 0; passed < 2 * RING_FOR_MS; passed += 500) {
    world.deliverAll();
    world.pass(500);
  }
  world.deliverAll();
  return world;
}

it("two people whose signals are lost or late are in the call together in the end, or both out of it", () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(move, { maxLength: 40 }), (rung, moves) => {
      const world = play(rung ? ringing() : new World(), moves);
      const { a, b } = world.states as { a: State; b: State };
      expect(isInCall(a)).toBe(isInCall(b));
      expect([a.incoming, b.incoming]).toEqual([undefined, undefined]);
      const seats = world.people().map((one) => one.user_id);
      expect(seats.sort()).toEqual(isInCall(a) ? ["a", "b"] : []);
      if (!isInCall(a)) return;
      expect(a.own?.people.map((one) => one.seat)).toEqual([b.own?.seat]);
      expect(b.own?.people.map((one) => one.seat)).toEqual([a.own?.seat]);
    }),
    { numRuns: 1_000 },
  );
});

function ringing(): World {
  const world = new World();
  world.input("a", start(world, "a"));
  world.pass(0);
  world.deliverAll();
  return world;
}

it("a ring is accepted, and who hangs up ends it for both", () => {
  const world = ringing();
  expect(world.of("b").incoming?.from).toBe("a");
  world.input("b", { type: "accept", seat: "b1", direct: true });
  world.deliverAll();
  expect(world.of("a").own?.people.map((one) => one.user_id)).toEqual(["b"]);
  expect(world.of("a").own?.ringing).toBeUndefined();
  world.input("b", { type: "hangUp" });
  world.deliverAll();
  expect(world.of("a").own?.why).toBe("theyLeft");
  expect(world.of("b").own?.why).toBe("hungUp");
  expect(world.people()).toEqual([]);
});

it("who declines ends the ring, and who does not answer is missed", () => {
  const declined = ringing();
  declined.input("b", { type: "decline" });
  declined.deliverAll();
  expect(declined.of("a").own?.why).toBe("declined");

  const unanswered = ringing();
  for (let passed = 0; passed < RING_FOR_MS; passed += 1_000) {
    unanswered.pass(1_000);
    unanswered.deliverAll();
  }
  expect(unanswered.of("a").own?.why).toBe("noAnswer");
  expect(unanswered.of("b").incoming).toBeUndefined();
});

it("who is in another call is busy", () => {
  const world = ringing();
  world.input("a", { type: "rung", busy: ["b"] });
  expect(world.of("a").own?.why).toBe("busy");
});

it("another device of mine that answers stops the ring here, and one that takes my place ends the call here", () => {
  const world = ringing();
  world.input("b", {
    type: "signal",
    channel: CHANNEL,
    from: "b",
    seat: "phone",
    news: { type: "joined", media: MEDIA },
  });
  expect(world.of("b").incoming).toBeUndefined();
  world.input("a", {
    type: "signal",
    channel: CHANNEL,
    from: "a",
    seat: "phone",
    news: { type: "joined", media: MEDIA },
  });
  expect(world.of("a").own?.why).toBe("moved");
});
