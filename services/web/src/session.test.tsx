// @vitest-environment jsdom
import "fake-indexeddb/auto";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newPending } from "../test/factories";
import { FakeGateway } from "../test/gateway";
import { Db } from "../test/msw/db";
import { handlers } from "../test/msw/handlers";
import { settled, World } from "../test/world";
import { keys } from "./api/keys";
import type { Channel } from "./api/types";
import { useTimeline } from "./features/messages/use-timeline";
import { useOutbox } from "./outbox/sender";
import type { Session } from "./session";
import { openFromDisk, openSession } from "./session/open";
import { SessionContext } from "./session-context";
import { useLink } from "./socket/link";
import type { Timeline } from "./timeline/timeline";

vi.stubGlobal("__VERSION__", "test");

const server = setupServer();
let db: Db;
let world: World;
let gateway: FakeGateway;
let cache: QueryClient;
let session: Session;
let visits = 0;

beforeEach(() => {
  server.listen({ onUnhandledRequest: "error" });
  db = new Db("c", "d");
  // Each test is another person, and so has a disk of its own.
  Object.assign(db.me, { id: `me-${++visits}` });
  server.use(...handlers(db));
  world = new World();
  world.clock = Date.now();
  gateway = new FakeGateway(db, world);
  cache = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } } });
});

afterEach(() => {
  session.close();
  useLink.getState().set({ status: { name: "idle" }, gapsFilled: 0, caughtUp: 0 });
  server.resetHandlers();
  server.close();
});

const NOWHERE = { around: undefined, reading: () => undefined, stay: () => undefined };

async function open(): Promise<void> {
  session = await openSession(cache, db.sync(), {}, world);
  await live();
}

const live = () => waitFor(() => expect(useLink.getState().status.name).toBe("live"));

/** The channel is on the screen. */
async function show(channel: string): Promise<void> {
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <QueryClientProvider client={cache}>
      <SessionContext value={session}>{children}</SessionContext>
    </QueryClientProvider>
  );
  renderHook(() => useTimeline({ channel, root: null }, NOWHERE), { wrapper });
  await waitFor(() => expect(rows(channel)).toBeDefined());
}

function rows(channel: string): readonly string[] | undefined {
  const timeline = cache.getQueryData<Timeline>(keys.timeline(channel));
  return timeline?.segments.flatMap((segment) => segment.messages.map((row) => (row.deleted_at ? "†" : row.body)));
}

const told = (channel: string) => db.page(channel, {}, 1_000).data.map((row) => (row.deleted_at ? "†" : row.body));

/** What is shown is what the server has, and no event is waiting. */
async function agrees(channel: string): Promise<void> {
  await waitFor(() => {
    expect(rows(channel)).toEqual(told(channel));
    expect(session.realtime.positionOf(channel)).toMatchObject({ seq: db.head(channel), hold: [] });
    expect(cache.getQueryData<Timeline>(keys.timeline(channel))?.stale).not.toBe(true);
  });
}

const position = (version: number) => ({
  channel_id: "c",
  read_message_no: 0,
  read_seq: 0,
  read_version: version,
  unread: 0,
  mentions: 0,
});

const summary = (channel: string) =>
  cache.getQueryData<Channel[]>(keys.channels)?.find((known) => known.id === channel);

describe("live events", () => {
  test("are shown in order, however they come: lost, doubled, late", async () => {
    await open();
    await show("c");
    let count = 0;
    const late: Parameters<FakeGateway["carries"]>[0][] = [];
    gateway.carries = (frame) => {
      count += 1;
      if (count % 4 === 0) return [];
      if (count % 3 === 0) return [frame, frame];
      if (count % 5 === 0) {
        late.push(frame);
        return [];
      }
      return [frame, ...late.splice(0)];
    };
    for (let index = 0; index < 30; index++) db.say("c", `message ${index}`);
    gateway.carries = (frame) => [frame];
    db.say("c", "the last");
    await agrees("c");
    expect(useLink.getState().gapsFilled).toBeGreaterThan(0);
    expect(summary("c")?.membership?.unread).toBe(31);
  });

  test("a lost last one is found by the heads of the next ping", async () => {
    await open();
    await show("c");
    gateway.carries = () => [];
    db.say("c", "nobody told");
    gateway.says("ping", { heads: { c: 1 } });
    await agrees("c");
  });

  test("a hole that the server's log no longer reaches is read from the history", async () => {
    await open();
    await show("c");
    gateway.carries = () => [];
    for (let index = 0; index < 9; index++) db.say("c", `message ${index}`);
    db.tailFrom = 9;
    gateway.carries = (frame) => [frame];
    db.say("c", "after the hole");
    await agrees("c");
  });

  test("when the socket does not answer a fill, REST does", async () => {
    await open();
    await show("c");
    gateway.carries = () => [];
    db.say("c", "lost");
    const command = vi.spyOn(session.connection, "command").mockRejectedValue(new Error("no answer"));
    gateway.says("ping", { heads: { c: 1 } });
    await agrees("c");
    expect(command).toHaveBeenCalledWith("fill", { channel: "c", after_seq: 0 });
  });

  test("those that came while a page of history was under way are not hidden by it", async () => {
    const first = db.say("c", "first");
    await open();
    const page = db.page("c", {});
    await show("d");
    // The page was read before the edit and arrives after it.
    db.edit("c", first.id, "first, edited");
    db.say("c", "second");
    await waitFor(() => expect(session.realtime.positionOf("c")?.seq).toBe(3));
    const old: Timeline = { epoch: 1, seq: 1, segments: [{ messages: page.data, hasOlder: false, hasNewer: false }] };
    const now = session.realtime.settle("c", null, old, page.head_seq);
    expect(now.segments[0]?.messages.map((row) => row.body)).toEqual(["first, edited", "second"]);
  });

  test("those that came while the lists were under way still count", async () => {
    await open();
    const before = db.sync();
    db.say("c", "meanwhile");
    await waitFor(() => expect(summary("c")?.membership?.unread).toBe(1));
    server.use(http.get("*/api/v1/sync", () => HttpResponse.json(before)));
    await session.sync();
    expect(summary("c")).toMatchObject({ head_seq: 1, membership: { unread: 1 } });
  });
});

describe("coming back", () => {
  test("brings what was missed, and says how much", async () => {
    await open();
    await show("c");
    const arrived = vi.fn();
    session.events.on("arrived", ({ messages, replayed }) => arrived(messages.length, replayed));
    gateway.breaks();
    const first = db.say("c", "one");
    db.say("c", "two");
    db.edit("c", first.id, "one, edited");
    session.connection.connectNow();
    await live();
    await agrees("c");
    expect(useLink.getState().caughtUp).toBe(2);
    expect(arrived.mock.calls).toEqual([[2, true]]);
    db.say("c", "three");
    await waitFor(() => expect(arrived).toHaveBeenLastCalledWith(1, false));
  });

  test("too far behind: what is shown is replaced, and hides no edit and no deletion", async () => {
    const first = db.say("c", "first");
    const second = db.say("c", "second");
    await open();
    await show("c");
    gateway.breaks();
    db.edit("c", first.id, "first, edited");
    db.remove("c", second.id);
    for (let index = 0; index < 500; index++) db.edit("c", first.id, `edit ${index}`);
    session.connection.connectNow();
    await agrees("c");
    expect(rows("c")).toEqual(["edit 499", "†"]);
  });

  test("to another life of the log: everything is read again, and what is not durable is sent again", async () => {
    await open();
    await show("c");
    session.sender.enqueue(newPending({ channel: "c", nonce: "mine", body: "mine" }));
    await waitFor(() => expect(useOutbox.getState().entries[0]?.state).toBe("accepted"));
    gateway.breaks();
    Object.assign(db.room("c"), { epoch: 2, log: [], messages: new Map() });
    db.say("c", "what is left");
    session.connection.connectNow();
    await waitFor(() => expect(told("c")).toEqual(["what is left", "mine"]));
    await agrees("c");
  });

  test("to a channel that is gone: it leaves the lists and the screen", async () => {
    await open();
    await show("c");
    const gone = vi.fn();
    session.events.on("gone", gone);
    gateway.breaks();
    db.close("c");
    session.connection.connectNow();
    await waitFor(() => expect(gone).toHaveBeenCalledWith("c"));
    expect(summary("c")).toBeUndefined();
  });

  test("also to more channels than it tells positions of", async () => {
    const many = Array.from({ length: 250 }, (_, index) => `c${index}`);
    db = new Db(...many);
    Object.assign(db.me, { id: `me-many-${visits}` });
    server.use(...handlers(db));
    gateway = new FakeGateway(db, world);
    await open();
    gateway.breaks();
    for (const channel of many) db.say(channel, "missed");
    session.connection.connectNow();
    await live();
    await waitFor(() => {
      for (const channel of many) expect(session.realtime.positionOf(channel)?.seq).toBe(1);
    });
    expect(summary("c0")?.membership?.unread).toBe(1);
  });

  test("with changes of one's own that another device made", async () => {
    await open();
    gateway.says("read.updated", { ...position(1), read_message_no: 4 }, { user_version: 2 });
    expect(session.realtime.userVersion).toBe(2);
    // A hole in one's own log: the lists are read again, and then it is current.
    db.userVersion = 5;
    gateway.says("read.updated", position(2), { user_version: 5 });
    expect(session.realtime.userVersion).toBe(2);
    await waitFor(() => expect(session.realtime.userVersion).toBe(5));
  });

  test("from a drained gateway, as late as it asked for", async () => {
    await open();
    await show("c");
    gateway.drains(8_000);
    db.say("c", "while it was away");
    world.pass(7_999);
    expect(world.wires).toHaveLength(1);
    world.pass(1);
    await live();
    await agrees("c");
  });

  test("with a fresh cookie when the token has run out", async () => {
    await open();
    gateway.breaks(4100);
    await waitFor(() => expect(world.wires).toHaveLength(2));
    await live();
    expect(db.refreshes).toBe(1);
  });

  test("not at all once the session was ended", async () => {
    await open();
    const signedOut = vi.fn();
    session.events.on("signedOut", signedOut);
    gateway.breaks(4503);
    expect(signedOut).toHaveBeenCalledWith("expelled");
    world.pass(600_000);
    expect(world.wires).toHaveLength(1);
  });

  test("over a stream where no socket gets through, with REST for what is said", async () => {
    gateway.refuses = true;
    session = await openSession(cache, db.sync(), {}, world);
    for (let attempt = 0; attempt < 3; attempt++) {
      await waitFor(() => expect(useLink.getState().status.name).toBe("waiting"));
      await new Promise((answered) => setTimeout(answered, 20));
      world.pass(5_000);
      await settled();
    }
    await live();
    expect(world.streams).toHaveLength(1);
    await show("c");
    db.say("c", "hello");
    session.sender.enqueue(newPending({ channel: "c", nonce: "mine", body: "hello yourself" }));
    await waitFor(() => expect(told("c")).toEqual(["hello", "hello yourself"]));
    await agrees("c");
  });
});

describe("one's own messages", () => {
  test("are shown once, though the answer was lost and they were sent again", async () => {
    await open();
    await show("c");
    gateway.diesOnSend = true;
    session.sender.enqueue(newPending({ channel: "c", nonce: "mine", body: "once" }));
    await waitFor(() => expect(useLink.getState().status.name).not.toBe("live"));
    gateway.diesOnSend = false;
    session.connection.connectNow();
    await live();
    await waitFor(() => expect(useOutbox.getState().entries[0]?.state).toBe("accepted"), { timeout: 4_000 });
    await agrees("c");
    expect(told("c")).toEqual(["once"]);
    gateway.says("durable", { channel: "c", seq: 1 });
    await waitFor(() => expect(useOutbox.getState().entries).toEqual([]));
  });
});

describe("the next start", () => {
  test("shows what was shown, then what happened since", async () => {
    const first = db.say("c", "first");
    const second = db.say("c", "second");
    await open();
    await show("c");
    await session.keeper.flush();
    session.close();
    db.edit("c", first.id, "first, edited");
    db.remove("c", second.id);
    db.say("c", "third");

    cache = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } } });
    server.use(http.all("*/api/*", () => HttpResponse.error()));
    gateway.refuses = true;
    const again = await openFromDisk(cache, db.me.id, { channel: "c" }, world);
    if (!again) throw new Error("the disk should hold the last visit");
    session = again;
    expect(rows("c")).toEqual(["first", "second"]);
    await show("c");
    expect(rows("c")).toEqual(["first", "second"]);
    expect(summary("c")?.membership?.unread).toBe(2);

    server.resetHandlers(...handlers(db));
    gateway.refuses = false;
    session.connection.connectNow();
    await live();
    await agrees("c");
    expect(rows("c")).toEqual(["first, edited", "†", "third"]);
  });

  test("has nothing to show for another person, or of another shape", async () => {
    await open();
    await session.keeper.flush();
    await session.disk.put("meta", { schema: 0, sync: db.sync() }, "sync");
    session.close();
    expect(await openFromDisk(cache, db.me.id, { channel: "c" }, world)).toBeUndefined();
    expect(await openFromDisk(cache, "somebody-else", {}, world)).toBeUndefined();
  });
});
