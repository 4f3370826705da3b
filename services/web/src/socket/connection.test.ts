import { beforeEach, describe, expect, test } from "vitest";
import { settled, World } from "../../test/world";
import { Lost } from "./commands";
import { Connection, SOCKET_AGAIN_MS } from "./connection";
import type { ServerFrame } from "./frames";
import type { Handlers, Status } from "./link-types";

let world: World;
let statuses: Status["name"][];
let latest: Status;
let frames: ServerFrame[];
let token: string | undefined;
let rest: "ok" | "signed-out" | "down";
let connection: Connection;

beforeEach(() => {
  world = new World();
  statuses = [];
  frames = [];
  token = "fresh";
  rest = "ok";
  const handlers: Handlers = {
    positions: () => ({ user_version: 3, positions: [["c", 1, 7]] }),
    status: (status) => {
      statuses.push(status.name);
      latest = status;
    },
    hello: () => undefined,
    ready: () => undefined,
    frame: (frame) => frames.push(frame),
    refresh: async () => token,
    rest: async () => rest,
  };
  connection = new Connection("web/1.0.0", world, handlers);
});

function goLive() {
  connection.start();
  hello();
}

function hello() {
  world.wire.says({ type: "hello", data: { connection_id: "x", ping_interval_ms: 25_000, server_time: "" } });
  world.wire.says({ type: "ready", data: { user: {}, user_version: 3, channels: [], presence: {} } });
}

/** Until the next attempt. */
function waitItOut() {
  if (latest.name === "waiting") world.pass(latest.until - world.clock);
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
    rest = "down";
    connection.start();
    for (const waits of [250, 500, 1_000]) {
      world.wire.breaks();
      const opened = world.wires.length;
      world.pass(waits - 1);
      expect(world.wires).toHaveLength(opened);
      world.pass(1);
      expect(world.wires).toHaveLength(opened + 1);
    }
    world.wire.breaks();
    connection.connectNow();
    expect(statuses.at(-1)).toBe("connecting");
  });

  test("counts its attempts anew only after half a minute of a live connection", () => {
    const waitAfter = (lived: number) => {
      goLive();
      world.pass(lived);
      world.wire.breaks();
      const status = latest;
      if (status.name !== "waiting") throw new Error("it should wait");
      const waits = status.until - world.clock;
      connection.connectNow();
      world.wire.breaks();
      connection.stop();
      return waits;
    };
    // Waking does not count anew either: somebody who looks at a flapping server hammers it no more than anybody else.
    connection.start();
    for (let times = 0; times < 3; times++) {
      world.wire.breaks();
      connection.wake("focus");
    }
    hello();
    world.pass(1_000);
    world.wire.breaks();
    expect(latest).toMatchObject({ name: "waiting", until: world.clock + 2_000 });
    connection.stop();
    expect(waitAfter(30_001)).toBe(250);
  });

  test("waits longer while nobody looks", () => {
    rest = "down";
    world.isHidden = true;
    connection.start();
    for (let times = 0; times < 9; times++) {
      world.wire.breaks();
      waitItOut();
    }
    world.wire.breaks();
    expect(latest).toMatchObject({ until: world.clock + 60_000 });
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
    await settled();
    expect(world.wires).toHaveLength(2);
  });

  test("stops when access was revoked, and when the refresh says signed out", async () => {
    goLive();
    world.wire.onclose?.({ code: 4503, reason: "" });
    expect(statuses.at(-1)).toBe("stopped");

    token = undefined;
    goLive();
    world.wire.onclose?.({ code: 4100, reason: "" });
    await settled();
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

  test("waits for a network where there is none at the start", () => {
    world.isOnline = false;
    connection.start();
    expect(statuses).toEqual(["offline"]);
    connection.connectNow();
    expect(statuses.at(-1)).toBe("connecting");
  });

  test("lets go before the page sleeps, and comes back with whatever wakes it", () => {
    for (const wake of [() => connection.wake("resume"), () => connection.connectNow()]) {
      goLive();
      connection.sleep();
      expect(world.wire.closedWith).toBe(1000);
      expect(statuses.at(-1)).toBe("asleep");
      world.pass(600_000);
      expect(statuses.at(-1)).toBe("asleep");
      wake();
      expect(statuses.at(-1)).toBe("connecting");
      connection.stop();
    }
  });

  test("probes when it wakes after a silence, and not while it hears the server", () => {
    goLive();
    world.pass(9_000);
    connection.wake("network");
    expect(statuses.at(-1)).toBe("live");
    world.pass(2_000);
    connection.wake("clock");
    expect(statuses.at(-1)).toBe("probing");
  });

  test("tells how long an answer takes", async () => {
    goLive();
    const latency = connection.latency();
    world.clock += 40;
    world.wire.says({ type: "ok", id: 1, data: {} });
    await expect(latency).resolves.toBe(40);
  });
});

describe("where no socket gets through", () => {
  async function refuse(times: number) {
    for (let time = 0; time < times; time++) {
      world.wire.breaks();
      await settled();
      waitItOut();
    }
  }

  test("three refused sockets while REST answers lead to a stream, with the positions in its address", async () => {
    connection.start();
    await refuse(3);
    expect(world.wires).toHaveLength(3);
    expect(world.stream.known).toEqual({ user_version: 3, positions: [["c", 1, 7]] });
    world.stream.says({ type: "hello", data: {} });
    world.stream.says({ type: "ready", data: { user: {}, user_version: 3, channels: [], presence: {} } });
    expect(latest).toMatchObject({ name: "live", carrier: "events" });
    expect(connection.takesCommands).toBe(false);
    await expect(connection.command("focus", {})).rejects.toBeInstanceOf(Lost);
  });

  test("a server that is down leads to no stream", async () => {
    rest = "down";
    connection.start();
    await refuse(5);
    expect(world.streams).toHaveLength(0);
  });

  test("a socket that was heard and then lost is no refused one", async () => {
    connection.start();
    for (let times = 0; times < 5; times++) {
      hello();
      world.wire.breaks();
      await settled();
      waitItOut();
    }
    expect(world.streams).toHaveLength(0);
  });

  test("a socket is tried again after five minutes, and one refusal leads back to the stream", async () => {
    connection.start();
    await refuse(3);
    world.stream.says({ type: "ready", data: { user: {}, user_version: 3, channels: [], presence: {} } });
    // Pings come all the while.
    for (let passed = 0; passed < SOCKET_AGAIN_MS; passed += 20_000) {
      world.stream.says({ type: "ping", data: {} });
      world.pass(20_000);
    }
    expect(world.wires).toHaveLength(4);
    await refuse(1);
    expect(world.streams).toHaveLength(2);
  });

  test("a quiet stream is left, because nobody can ask it", async () => {
    connection.start();
    await refuse(3);
    world.stream.says({ type: "ready", data: { user: {}, user_version: 3, channels: [], presence: {} } });
    world.pass(35_000);
    expect(world.streams[0]?.closedWith).toBe(4000);
  });

  test("whoever is signed out meanwhile stops", async () => {
    rest = "signed-out";
    connection.start();
    world.wire.breaks();
    await settled();
    expect(latest).toEqual({ name: "stopped", code: 4100 });
  });
});
