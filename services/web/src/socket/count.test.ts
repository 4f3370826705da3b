import fc from "fast-check";
import { expect, test } from "vitest";
import { channel, membership, message, user } from "../../test/factories";
import type { Message, ReadPosition } from "../api/types";
import { useBlocked } from "../blocked";
import { brought, withPosition } from "../session/lists";
import { type Counted, count, Known, nothingKnown } from "./count";
import type { LogFrame } from "./frames";
import { summarise } from "./summary";

const ME = "me";

const step = fc.oneof(
  fc.record({ do: fc.constant("say" as const), mine: fc.boolean(), calls: fc.boolean(), reply: fc.boolean() }),
  fc.record({ do: fc.constant("edit" as const), which: fc.nat(20), calls: fc.boolean() }),
  fc.record({ do: fc.constant("delete" as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant("read" as const), upTo: fc.nat(20), late: fc.integer({ min: -4, max: 4 }) }),
  fc.record({ do: fc.constant("unread" as const), from: fc.nat(20), late: fc.integer({ min: -4, max: 4 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const mentions = (calls: boolean) => ({
  users: calls ? [{ user_id: ME, start: 0, end: 3 }] : [],
  channel: false,
  here: false,
});

function frame(seq: number, type: string, data: unknown): LogFrame {
  return { type, channel: "c", seq, data } as LogFrame;
}

/** The truth: every message, and a position whose counts are made anew each time. */
class Server {
  readonly log: LogFrame[] = [];
  /** Positions, with the seq of the event after which each arrives. */
  readonly told: { readonly position: ReadPosition; readonly after: number }[] = [];
  private messages: Message[] = [];
  private read = 0;
  private version = 0;

  take(one: Step): void {
    const seq = this.log.length + 1;
    if (one.do === "say") {
      const author = user({ id: one.mine ? ME : "other" });
      const number = one.reply ? null : this.head + 1;
      const said = message({ seq, message_no: number, author, mentions: mentions(one.calls) });
      this.messages.push(said);
      this.log.push(frame(seq, "message.created", said));
    } else if (one.do === "edit" || one.do === "delete") {
      const found = this.messages[one.which];
      if (!found || found.deleted_at !== null) return;
      const change = one.do === "edit" ? { mentions: mentions(one.calls) } : { deleted_at: "now" };
      this.messages[one.which] = { ...found, ...change };
      const about = { id: found.id, message_no: found.message_no };
      const type = one.do === "edit" ? "message.updated" : "message.deleted";
      this.log.push(frame(seq, type, one.do === "edit" ? { id: found.id, ...change } : { ...about, ...change }));
    } else {
      const before = this.read;
      if (one.do === "read") this.read = Math.max(before, Math.min(one.upTo, this.head));
      else this.read = Math.min(before, one.from);
      if (this.read === before) return;
      if (one.do === "unread") this.version += 1;
      this.told.push({ position: this.position(), after: Math.max(0, this.log.length + one.late) });
    }
  }

  get head(): number {
    return Math.max(0, ...this.messages.map((one) => one.message_no ?? 0));
  }

  position(): ReadPosition {
    const unread = this.messages.filter(
      (one) => (one.message_no ?? 0) > this.read && one.author.id !== ME && one.deleted_at === null,
    );
    return {
      channel_id: "c",
      read_message_no: this.read,
      read_seq: this.log.length,
      read_version: this.version,
      head_seq: this.log.length,
      unread: unread.length,
      mentions: unread.filter((one) => one.mentions.users.length > 0).length,
    };
  }
}

test("a page counts as the server does, whenever the positions arrive", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const server = new Server();
      for (const one of steps) server.take(one);
      const known = new Known(() => undefined);
      let side: Counted = membership();
      let waiting = server.told;
      let asked = false;
      const hear = (applied: number) => {
        // In the order in which they were told, as one's own log is.
        while (waiting[0] && (waiting[0].after <= applied || applied === server.log.length)) {
          const later = server.log.slice(waiting[0].position.head_seq, applied);
          const read = withPosition(side, waiting[0].position, later, ME);
          asked ||= read.recount;
          side = read.membership;
          waiting = waiting.slice(1);
        }
      };
      hear(0);
      server.log.forEach((one, index) => {
        const counted = count(side, one, ME, known);
        expect(counted.recount).toBe(false);
        side = counted.membership;
        hear(index + 1);
      });
      // An unread message was changed between the count and its arrival: the server is asked again.
      fc.pre(!asked);
      const { read_message_no, unread, mentions } = side;
      const truth = server.position();
      expect({ read_message_no, unread, mentions }).toEqual({
        read_message_no: truth.read_message_no,
        unread: truth.unread,
        mentions: truth.mentions,
      });
    }),
    { numRuns: 500 },
  );
});

test("what happens to a message that is not known is asked for, unless nothing is unread", () => {
  const some = channel({ head_seq: 5, membership: membership({ unread: 2, mentions: 1, read_message_no: 3 }) });
  const gone = (number: number) => frame(6, "message.deleted", { id: "m?", message_no: number });
  const edited = frame(6, "message.updated", { id: "m?", mentions: mentions(true) });
  expect(summarise(some, gone(4), ME, nothingKnown()).recount).toBe(true);
  expect(summarise(some, gone(3), ME, nothingKnown()).recount).toBe(false);
  expect(summarise(some, edited, ME, nothingKnown()).recount).toBe(true);
  expect(summarise(some, frame(6, "message.updated", { id: "m?", embeds: [] }), ME, nothingKnown()).recount).toBe(
    false,
  );
  const none = { ...some, membership: membership({ read_message_no: 5 }) };
  expect(summarise(none, edited, ME, nothingKnown()).recount).toBe(false);
});

test("who left a channel and came back begins with a new position", () => {
  const before = channel({ membership: membership({ read_version: 4, read_message_no: 2, unread: 9 }) });
  const fresh = channel({ membership: membership({ joined_at: "2026-11-26T00:00:00.000Z", read_message_no: 11 }) });
  const meanwhile = { since: () => [], added: new Set<string>() };
  expect(brought([fresh], [before], meanwhile, ME).channels).toEqual([fresh]);
});

test("a mention by somebody blocked counts as a message alone", () => {
  useBlocked.getState().begin(["ben"]);
  const said = (author: string, seq: number) =>
    frame(
      seq,
      "message.created",
      message({ seq, message_no: seq, author: user({ id: author }), mentions: mentions(true) }),
    );
  const known = nothingKnown();
  const counted = [said("ben", 1), said("sofia", 2)].reduce<Counted>(
    (now, one) => count(now, one, ME, known).membership,
    membership({ read_message_no: 0, unread: 0, mentions: 0 }),
  );
  useBlocked.getState().begin([]);
  expect([counted.unread, counted.mentions]).toEqual([2, 1]);
});
