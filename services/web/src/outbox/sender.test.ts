import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { message, newPending, pendingFile } from "../../test/factories";
import { ApiError, offline } from "../api/problem";
import type { Message, Problem } from "../api/types";
import { Lost } from "../socket/commands";
import { Tabs } from "../tabs";
import type { Pending, PendingFile } from "../timeline/pending";
import { type Draft, Drafts, merge, useDrafts } from "./drafts";
import { Sender, useOutbox } from "./sender";
import { type Disk, openDisk } from "./store";
import { Uploads, useUploads } from "./uploads";

const entry = (nonce: string, over: Partial<Pending> = {}): Pending =>
  newPending({ nonce, body: nonce, epoch: 1, ...over });
const file = (key: string): PendingFile => pendingFile(key, { name: `${key}.txt`, type: "text/plain" });
const problem = (code: string, retryable: boolean, retry_after_ms: number | null = null) =>
  new ApiError({ ...offline().problem, code: code as Problem["code"], retryable, retry_after_ms });

interface Sent {
  readonly nonce: string;
  readonly file_ids?: readonly string[];
}

let disk: Disk;
let user = 0;
let stops: (() => void)[] = [];
beforeEach(async () => {
  user += 1;
  disk = await openDisk(`u${user}`);
});
afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
  disk.close();
});

function newSender(answer: (sent: Sent) => Promise<Message>) {
  const tabs = new Tabs(`u${user}`);
  const sender = new Sender({
    me: `u${user}`,
    disk,
    tabs,
    connection: () => ({ command: async (_type: string, data: Sent) => ({ message: await answer(data) }) }) as never,
    isLive: () => true,
    accepted: () => undefined,
    now: Date.now,
    random: () => 0,
  });
  stops.push(() => {
    sender.stop();
    tabs.close();
  });
  return sender;
}
const states = () => useOutbox.getState().entries.map((item) => `${item.nonce} ${item.state}`);
const settled = (wanted: readonly string[]) => vi.waitFor(() => expect(states()).toEqual(wanted));

describe("the sender", () => {
  test("has an entry on the disk before it is sent, and until it is durable", async () => {
    const found: unknown[] = [];
    const sender = newSender(async ({ nonce }) => {
      found.push(await disk.get("outbox", nonce));
      return message({ nonce, seq: 7 });
    });
    await sender.start();
    void sender.enqueue(entry("a"));
    await settled(["a accepted"]);
    expect(found).toMatchObject([{ nonce: "a" }]);
    sender.durable("c", 7);
    await settled([]);
    await vi.waitFor(async () => expect(await disk.count("outbox")).toBe(0));
  });

  test("goes on after a reload with what the page before left behind, in the order written", async () => {
    await disk.put("outbox", entry("b", { state: "sending" }));
    await disk.put("outbox", entry("a", { state: "uploading" }));
    const sent: string[] = [];
    const sender = newSender(async ({ nonce }) => {
      sent.push(nonce);
      return message({ nonce });
    });
    await sender.start();
    await settled(["a accepted", "b accepted"]);
    expect(sent).toEqual(["a", "b"]);
  });

  test("tells a refusal from a lost socket, and remembers why it waits", async () => {
    const answers: Record<string, unknown> = {
      lost: new Lost(),
      no: problem("posting_restricted", false),
      slow: problem("slow_mode", true, 5_000),
    };
    const sender = newSender(({ nonce }) => Promise.reject(answers[nonce]));
    await sender.start();
    for (const nonce of ["lost", "no", "slow"]) void sender.enqueue(entry(nonce, { channel: nonce }));
    await vi.waitFor(() =>
      expect(useOutbox.getState().entries).toMatchObject([
        { state: "queued", code: null, attempts: 1 },
        { state: "failed", code: "posting_restricted" },
        { state: "queued", code: "slow_mode" },
      ]),
    );
  });

  test("gives back to the composer what was taken back, before what is there now", async () => {
    const sender = newSender(() => Promise.reject(problem("posting_restricted", false)));
    await sender.start();
    sender.drafts.write("c/r", "newer");
    void sender.enqueue(entry("a", { root: "r", files: [{ ...file("f"), id: "1" }] }));
    await settled(["a failed"]);
    sender.takeBack("a");
    expect(states()).toEqual([]);
    expect(useDrafts.getState().drafts["c/r"]).toMatchObject({ text: "a\n\nnewer", files: [{ key: "f", id: "1" }] });
  });
});

describe("uploads", () => {
  const blobsOf = (known: Record<string, Blob>) =>
    ({
      get: async (key: string) => known[key],
      idOf: async () => undefined,
      uploadOf: async () => undefined,
      stored: async () => {},
      drop: async () => {},
    }) as never;

  test("run once for all who wait for them, three at a time", async () => {
    const running: string[] = [];
    let most = 0;
    const post = vi.fn(async (_workspace: string, _blob: Blob, name: string) => {
      running.push(name);
      most = Math.max(most, running.length);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running.splice(running.indexOf(name), 1);
      return { id: `id of ${name}` } as never;
    });
    const keys = ["a", "b", "c", "d", "e"];
    const uploads = new Uploads(blobsOf(Object.fromEntries(keys.map((key) => [key, new Blob(["x"])]))), post);
    const twice = [...keys, ...keys].map((key) => uploads.start(file(key)));
    expect((await Promise.all(twice)).slice(0, 2)).toEqual(["id of a.txt", "id of b.txt"]);
    expect(post).toHaveBeenCalledTimes(5);
    expect(most).toBe(3);
  });

  test("that failed can be started again, and one whose bytes are gone says so", async () => {
    const post = vi.fn().mockRejectedValueOnce(offline()).mockResolvedValue({ id: "1" });
    const uploads = new Uploads(blobsOf({ a: new Blob(["x"]) }), post);
    await expect(uploads.start(file("a"))).rejects.toMatchObject({ code: "offline" });
    expect(useUploads.getState().uploads["a"]?.state).toBe("failed");
    await expect(uploads.start(file("a"))).resolves.toBe("1");
    await expect(uploads.start(file("gone"))).rejects.toMatchObject({ code: "file_lost", retryable: false });
  });

  test("are stopped with their file", async () => {
    const post = (_w: string, _b: Blob, _n: string, _p: unknown, signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const uploads = new Uploads(blobsOf({ a: new Blob(["x"]) }), post);
    const result = uploads.start(file("a"));
    result.catch(() => undefined);
    await vi.waitFor(() => expect(useUploads.getState().uploads["a"]?.state).toBe("running"));
    uploads.drop("a");
    await expect(result).rejects.toThrow();
    expect(useUploads.getState().uploads["a"]).toBeUndefined();
  });
});

describe("drafts", () => {
  const open = () => {
    const drafts = new Drafts(disk, new Tabs(`u${user}`));
    stops.push(() => drafts.stop());
    return drafts;
  };

  test("come back after a reload, and not after they were sent", async () => {
    const drafts = open();
    drafts.write("c", "half");
    drafts.setFiles("c", () => [file("f")]);
    await vi.waitFor(async () => expect(await disk.get("drafts", "c")).toMatchObject({ text: "half" }));
    useDrafts.setState({ drafts: {} });
    await open().load();
    expect(drafts.get("c")).toMatchObject({ text: "half", files: [{ key: "f" }] });
    let safe: () => void = () => undefined;
    drafts.take("c", new Promise<void>((resolve) => (safe = resolve)));
    expect(drafts.get("c").text).toBe("");
    expect(await disk.get("drafts", "c")).toMatchObject({ text: "half" });
    safe();
    await vi.waitFor(async () => expect(await disk.count("drafts")).toBe(0));
  });

  test("of two tabs become one: a file that arrives late brings no old text back", () => {
    const draft = (text: string, at: number, files: readonly PendingFile[], filesAt: number): Draft => ({
      text,
      at,
      files,
      filesAt,
    });
    const stored = { ...file("f"), id: "1" };
    const mine = draft("newer", 5, [file("f"), file("g")], 4);
    expect(merge(mine, draft("", 1, [stored], 2))).toEqual(draft("newer", 5, [stored, file("g")], 4));
    expect(merge(mine, draft("newest", 6, [], 7))).toEqual(draft("newest", 6, [], 7));
    // Sent here meanwhile: it stays sent.
    expect(merge(draft("", 9, [], 9), draft("old", 5, [stored], 5))).toEqual(draft("", 9, [], 9));
  });

  test("learn what became of their files, wherever they are", () => {
    const drafts = open();
    drafts.setFiles("c/r", () => [file("f"), file("g")]);
    drafts.patchFile("g", { id: "7" });
    expect(drafts.get("c/r").files.map((one) => one.id)).toEqual([null, "7"]);
  });
});
