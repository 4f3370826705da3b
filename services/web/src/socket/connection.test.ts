import { beforeEach, describe, expect, test } from "vitest";
import { Connection, type Handlers, Lost, type Status, type Surroundings, type Wire } from "./connection";
import type { ServerFrame } from "./frames";

class FakeWire implements Wire {
  sent: { type: string; id?: number; data?: unknown }[] = [];
  closedWith: number | undefined;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close(code?: number) {
    this.closedWith = code;
  }
  says(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

/** A world whose clock and network stand still until told otherwise. */
class World implements Surroundings {
  wires: FakeWire[] = [];
  clock = 0;
  isHidden = false;
  private timers = new Map<number, { at: number; run: () => void }>();
  private ids = 0;
  open() {
    const wire = new FakeWire();
    this.wires.push(wire);
    return wire;
  }
  now = () => this.clock;
  random = () => 0.5;
  setTimer(run: () => void, ms: number) {
    this.timers.set(++this.ids, { at: this.clock + ms, run });
    return this.ids;
  }
  clearTimer(id: number) {
    this.timers.delete(id);
  }
  hidden = () => this.isHidden;
  log() {}
  pass(ms: number) {
    const end = this.clock + ms;
    for (;;) {
      const next = [...this.timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!next) break;
      this.timers.delete(next[0]);
      this.clock = next[1].at;
      next[1].run();
    }
    this.clock = end;
  }
  get wire() {
    const wire = this.wires.at(-1);
    if (!wire) throw new Error("no socket was opened");
    return wire;
  }
}

let world: World;
let statuses: Status["name"][];
let frames: ServerFrame[];
let token: string | undefined;
let connection: Connection;

beforeEach(() => {
  world = new World();
  statuses = [];
  frames = [];
  token = "fresh";
  const handlers: Handlers = {
    positions: () => ({ user_version: 3, positions: [["c", 1, 7]] }),
    status: (status) => statuses.push(status.name),
    hello: () => undefined,
    ready: () => undefined,
    frame: (frame) => frames.push(frame),
    refresh: async () => token,
  };
  connection = new Connection("wss://chat.example/ws", "web/1.0.0", world, handlers);
});

function goLive() {
  connection.start();
  world.wire.says({ type: "hello", data: { connection_id: "x", ping_interval_ms: 25_000, server_time: "" } });
  world.wire.says({ type: "ready", data: { user: {}, user_version: 3, channels: [], presence: {} } });
}

describe("a connection", () => {
  test("identifies with its positions and goes live", () => {
    goLive();
    expect(world.wire.sent[0]).toEqual({
      type: "identify",
      data: { client: "web/1.0.0", user_version: 3, positions: [["c", 1, 7]] },
    });
    expect(statuses).toEqual(["connecting", "identifying", "live"]);
  });

  test("answers pings and hands their heads on", () => {
    goLive();
    world.wire.says({ type: "ping", data: { heads: { c: 9 } } });
    expect(world.wire.sent.at(-1)).toEqual({ type: "pong" });
    expect(frames).toEqual([{ kind: "ping", heads: { c: 9 } }]);
  });

  test("probes a silent socket and reconnects when nobody answers", () => {
    goLive();
    world.pass(35_000);
    expect(statuses.at(-1)).toBe("probing");
    world.pass(5_000);
    expect(world.wire.closedWith).toBe(4000);
    expect(statuses.at(-1)).toBe("waiting");
    world.pass(1_000);
    expect(world.wires).toHaveLength(2);
  });

  test("takes any frame as an answer to a probe", () => {
    goLive();
    world.pass(36_000);
    world.wire.says({ type: "typing.started", channel: "c", data: {} });
    expect(statuses.at(-1)).toBe("live");
  });

  test("backs off with full jitter, and not at all after `online`", () => {
    connection.start();
    for (const waits of [250, 500, 1_000]) {
      world.wire.onclose?.({ code: 1006, reason: "" });
      const opened = world.wires.length;
      world.pass(waits - 1);
      expect(world.wires).toHaveLength(opened);
      world.pass(1);
      expect(world.wires).toHaveLength(opened + 1);
    }
    world.wire.onclose?.({ code: 1006, reason: "" });
    connection.wake("network");
    expect(statuses.at(-1)).toBe("connecting");
  });

  test("obeys the delay a draining server asks for", () => {
    goLive();
    world.wire.says({ type: "reconnect", data: { after_ms: 9_000 } });
    world.wire.onclose?.({ code: 4001, reason: "" });
    world.pass(8_999);
    expect(world.wires).toHaveLength(1);
    world.pass(1);
    expect(world.wires).toHaveLength(2);
  });

  test("refreshes an expired token before it comes back", async () => {
    goLive();
    world.wire.onclose?.({ code: 4100, reason: "" });
    await Promise.resolve();
    await Promise.resolve();
    expect(world.wires).toHaveLength(2);
  });

  test("stops when access was revoked, and when the refresh says signed out", async () => {
    goLive();
    world.wire.onclose?.({ code: 4503, reason: "" });
    expect(statuses.at(-1)).toBe("stopped");

    token = undefined;
    goLive();
    world.wire.onclose?.({ code: 4100, reason: "" });
    await Promise.resolve();
    await Promise.resolve();
    expect(statuses.at(-1)).toBe("stopped");
  });

  test("answers each command once, and calls those lost that died with their socket", async () => {
    goLive();
    const sent = connection.command("message.send", { channel: "c" });
    world.wire.says({ type: "ok", id: 1, data: { duplicate: false } });
    await expect(sent).resolves.toEqual({ duplicate: false });

    const refused = connection.command("message.edit", {});
    world.wire.says({ type: "error", id: 2, error: { code: "not_found" } });
    await expect(refused).rejects.toEqual({ code: "not_found" });

    const lost = connection.command("message.send", {});
    world.wire.onclose?.({ code: 1006, reason: "" });
    await expect(lost).rejects.toBeInstanceOf(Lost);
  });

  test("does not listen to a socket it has left", () => {
    goLive();
    const old = world.wire;
    connection.connectNow();
    old.onmessage?.({ data: '{"type":"ping","data":{"heads":{"c":99}}}' });
    expect(frames).toEqual([]);
  });
});
