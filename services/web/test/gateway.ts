import type { LogFrame, Position } from "../src/socket/frames";
import type { Db } from "./msw/db";
import type { FakeWire, Sent, World } from "./world";

/** Missed events that are sent for a channel, at most; one more is `behind`. */
const MOST_MISSED = 500;

/**
 * A gateway for tests: answers each socket as PROTOCOL.md says, from the database's logs, and does to frames what a
 * network or a fault might do.
 */
export class FakeGateway {
  wire: FakeWire | undefined;
  /** What becomes of a live event on its way: nothing, or several of them, in any order. */
  carries: (frame: LogFrame) => readonly LogFrame[] = (frame) => [frame];
  /** Sockets are closed at once, without a word. */
  refuses = false;
  /** A send is carried out, and its answer lost with the socket. */
  diesOnSend = false;
  readonly heard: Sent[] = [];
  private stop: () => void = () => undefined;

  constructor(
    private readonly db: Db,
    world: World,
  ) {
    world.opened = (wire) => this.open(wire);
  }

  /** The socket is gone, and with it whatever was on its way. */
  breaks(code = 1006): void {
    this.stop();
    const wire = this.wire;
    this.wire = undefined;
    wire?.breaks(code);
  }

  /** As on a restart: a moment, then a close. */
  drains(after_ms: number): void {
    this.wire?.says({ type: "reconnect", data: { after_ms } });
    this.breaks(4001);
  }

  says(type: string, data: unknown, rest: object = {}): void {
    this.wire?.says({ type, data, ...rest });
  }

  commands(type: string): Sent[] {
    return this.heard.filter((sent) => sent.type === type);
  }

  private open(wire: FakeWire): void {
    queueMicrotask(() => {
      if (this.refuses && wire.known === undefined) return wire.breaks();
      this.wire = wire;
      wire.heard = (sent) => this.hear(wire, sent);
      wire.says({ type: "hello", data: { connection_id: "x", ping_interval_ms: 25_000, server_time: "" } });
      // A stream says where it stands in its address.
      if (wire.known) this.identify(wire, wire.known);
    });
  }

  private hear(wire: FakeWire, sent: Sent): void {
    this.heard.push(sent);
    if (sent.type === "identify") this.identify(wire, sent.data as { positions: readonly Position[] });
    else if (sent.id !== undefined) queueMicrotask(() => this.answer(wire, sent.id ?? 0, sent));
  }

  private identify(wire: FakeWire, { positions = [] }: { positions?: readonly Position[] }): void {
    const { db } = this;
    const heads = db.channels.map((id) => {
      const channel = db.channel(id);
      return [id, channel.epoch, channel.head_seq, channel.head_message_no, 0, db.unread(id), 0];
    });
    wire.says({ type: "ready", data: { user: db.me, user_version: db.userVersion, channels: heads, presence: {} } });
    for (const position of positions) this.resume(wire, position);
    this.stop();
    this.stop = db.listen((frame) => {
      for (const one of this.carries(frame)) wire.says(one);
    });
  }

  private resume(wire: FakeWire, [channel, epoch, seq]: Position): void {
    if (!this.db.has(channel)) {
      wire.says({ type: "resumed", data: { channel, outcome: "gone", epoch: null, head_seq: null } });
      return;
    }
    const room = this.db.room(channel);
    const head = room.log.length;
    const lost = epoch !== room.epoch || seq > head;
    const outcome = lost ? "reset" : head - seq > MOST_MISSED ? "behind" : "ok";
    wire.says({ type: "resumed", data: { channel, outcome, epoch: room.epoch, head_seq: head } });
    if (outcome === "ok") for (const frame of this.db.after(channel, seq)) wire.says(frame);
  }

  private answer(wire: FakeWire, id: number, { type, data }: Sent): void {
    const { channel = "", after_seq = 0, body = "", nonce = "" } = data as Record<string, never>;
    switch (type) {
      case "fill":
        if (after_seq + 1 < this.db.tailFrom) wire.says({ type: "error", id, error: { code: "events_gone" } });
        else this.ok(wire, id, this.eventsAfter(channel, after_seq));
        return;
      case "message.send": {
        const message = this.db.say(channel, body, { nonce, author: this.db.me });
        if (this.diesOnSend) this.breaks();
        else this.ok(wire, id, { message, duplicate: false });
        return;
      }
      default:
        this.ok(wire, id, { users: {} });
    }
  }

  private eventsAfter(channel: string, after: number) {
    return {
      events: this.db.after(channel, after),
      head_seq: this.db.head(channel),
      epoch: this.db.room(channel).epoch,
    };
  }

  private ok(wire: FakeWire, id: number, data: unknown): void {
    wire.says({ type: "ok", id, data });
  }
}
