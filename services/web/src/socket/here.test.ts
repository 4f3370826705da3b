import { expect, test } from "vitest";
import { membership, message, user } from "../../test/factories";
import type { Message } from "../api/types";
import { type Counted, count, Known, nothingKnown, said } from "./count";
import type { LogFrame } from "./frames";
import { Here } from "./here";

const ME = "me";
const call = { users: [], channel: false, here: true };
const none = { users: [], channel: false, here: false };

function frame(seq: number, type: string, data: unknown): LogFrame {
  return { type, channel: "c", seq, data } as LogFrame;
}

/** A page that counts; `asked`: how often it had to ask the server. */
class Page {
  asked = 0;
  side: Counted = membership({ read_message_no: 0 });
  there = true;
  private readonly here = new Here();
  private readonly log: LogFrame[] = [];
  private readonly said = new Map<string, Message>();

  says(id: string, mentions: Message["mentions"]): void {
    const author = user({ id: "other" });
    const one = message({ id, seq: this.next, message_no: this.next, author, mentions });
    this.said.set(id, one);
    this.hears("message.created", one);
  }

  edits(id: string, mentions: Message["mentions"]): void {
    this.hears("message.updated", { id, mentions });
  }

  deletes(id: string): void {
    this.hears("message.deleted", { id, message_no: this.said.get(id)?.message_no, deleted_at: "now" });
  }

  reads(): void {
    this.side = { ...this.side, read_message_no: this.next - 1, unread: 0, mentions: 0 };
  }

  private get next(): number {
    return this.log.length + 1;
  }

  private hears(type: string, data: unknown): void {
    const next = frame(this.next, type, data);
    const known = new Known((id) => said(this.log, id));
    const doubt = this.here.doubts(next, this.side, known, { there: this.there, me: ME });
    const counted = count(this.side, next, ME, known);
    this.side = counted.membership;
    if (doubt || counted.recount) this.asked += 1;
    this.log.push(next);
  }
}

test("who was there counts a call, its edits and its end without asking", () => {
  const page = new Page();
  page.says("a", call);
  expect([page.side.unread, page.side.mentions]).toEqual([1, 1]);
  page.edits("a", call);
  page.edits("a", none);
  expect([page.side.unread, page.side.mentions]).toEqual([1, 0]);
  page.edits("a", call);
  expect(page.side.mentions).toBe(1);
  page.deletes("a");
  expect([page.side.unread, page.side.mentions, page.asked]).toEqual([0, 0, 0]);
});

test("who was away asks when it is said, edited and gone, for as long as it is unread", () => {
  const page = new Page();
  page.there = false;
  page.says("a", call);
  expect(page.asked).toBe(1);
  page.there = true;
  page.edits("a", call);
  page.deletes("a");
  expect(page.asked).toBe(3);

  page.there = false;
  page.says("b", call);
  page.reads();
  page.edits("b", none);
  page.edits("b", call);
  page.deletes("b");
  expect(page.asked).toBe(4);
});

test("who comes in by an edit is called then, whoever was away before", () => {
  const page = new Page();
  page.there = false;
  page.says("a", none);
  page.there = true;
  page.edits("a", call);
  page.deletes("a");
  expect([page.side.mentions, page.asked]).toEqual([0, 0]);
});

test("a name or a call to the whole channel leaves nothing to ask", () => {
  const page = new Page();
  page.there = false;
  const everybody = { ...call, channel: true };
  const named = { ...call, users: [{ user_id: ME, start: 0, end: 3 }] };
  page.says("a", everybody);
  page.edits("a", named);
  page.deletes("a");
  expect([page.side.mentions, page.asked]).toEqual([0, 0]);
});

test("what the counts of the server have in them already is not asked for again", () => {
  const here = new Here();
  const author = user({ id: "other" });
  const one = message({ id: "a", seq: 5, message_no: 5, author, mentions: call });
  const side: Counted = { ...membership({ read_message_no: 0 }), counted_seq: 5 };
  const away = { there: false, me: ME };
  expect(here.doubts(frame(5, "message.created", one), side, nothingKnown(), away)).toBe(false);
  expect(here.doubts(frame(6, "message.created", one), side, nothingKnown(), away)).toBe(true);
});
