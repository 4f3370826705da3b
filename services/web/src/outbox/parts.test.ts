import { expect, test, vi } from "vitest";
import { ApiError, offline } from "../api/problem";
import type { Problem, Upload } from "../api/types";
import { type Memory, MOST_LOST, uploadInParts } from "./parts";

const PART = 4;
const BYTES = "0123456789";
const refusal = (code: string, status: number) =>
  new ApiError({ ...offline().problem, code: code as Problem["code"], status, retryable: false });

/** A server that keeps the parts it gets. */
function newServer() {
  const parts = new Map<number, string>();
  const view = (): Upload =>
    ({
      id: "u1",
      state: "open",
      part_size: PART,
      parts: [...parts.keys()].map((number) => ({ number, etag: `e${number}` })),
      urls: [1, 2, 3].filter((number) => !parts.has(number)).map((number) => ({ number, url: `put/${number}` })),
      file: null,
    }) as unknown as Upload;
  return {
    parts,
    beginUpload: vi.fn(async () => view()),
    findUpload: vi.fn(async () => view()),
    completeUpload: vi.fn(async (_id: string, named: readonly unknown[]) => {
      if (named.length !== 3) throw refusal("upload_incomplete", 422);
      return { id: "f1", body: [1, 2, 3].map((number) => parts.get(number)).join("") } as never;
    }),
    giveUpUpload: vi.fn(),
    putPart: vi.fn(async (url: string, bytes: Blob) => {
      const number = Number(url.split("/")[1]);
      parts.set(number, await bytes.text());
      return `e${number}`;
    }),
  };
}

function newMemory(id?: string): Memory & { id: string | undefined } {
  const memory = {
    id,
    read: async () => memory.id,
    write: async (now: string | undefined) => {
      memory.id = now;
    },
  };
  return memory;
}

const wish = { workspace: "w", name: "a.bin", blob: new Blob([BYTES]) };
const run = (api: ReturnType<typeof newServer>, onProgress = vi.fn(), signal = new AbortController().signal) => ({
  api,
  onProgress,
  signal,
  pause: async () => undefined,
});

test("the parts that arrive are the file, and nothing is remembered afterwards", async () => {
  const [server, memory, progress] = [newServer(), newMemory(), vi.fn()];
  const file = await uploadInParts(wish, memory, run(server, progress));
  expect(file).toMatchObject({ id: "f1", body: BYTES });
  expect(memory.id).toBeUndefined();
  expect(progress.mock.lastCall).toEqual([1]);
});

test("a page that was reloaded sends only what is missing", async () => {
  const [server, memory, progress] = [newServer(), newMemory("u1"), vi.fn()];
  server.parts.set(1, "0123");
  server.parts.set(2, "4567");
  await expect(uploadInParts(wish, memory, run(server, progress))).resolves.toMatchObject({ body: BYTES });
  expect(server.beginUpload).not.toHaveBeenCalled();
  expect(server.putPart.mock.calls.map(([url]) => url)).toEqual(["put/3"]);
  expect(progress.mock.calls[0]).toEqual([0.8]);
});

test("an upload that is too old begins anew", async () => {
  const [server, memory] = [newServer(), newMemory("old")];
  server.findUpload.mockRejectedValueOnce(refusal("not_found", 404));
  await uploadInParts(wish, memory, run(server));
  expect(server.beginUpload).toHaveBeenCalledOnce();
});

test("a lost link and an address that has expired cost a round each, with fresh addresses", async () => {
  const server = newServer();
  server.putPart.mockRejectedValueOnce(offline()).mockRejectedValueOnce(refusal("unavailable", 403));
  await expect(uploadInParts(wish, newMemory(), run(server))).resolves.toMatchObject({ body: BYTES });
  expect(server.findUpload).toHaveBeenCalled();
});

test("a link that stays away is told, and what arrived is remembered", async () => {
  const [server, memory] = [newServer(), newMemory()];
  server.putPart.mockRejectedValue(offline());
  await expect(uploadInParts(wish, memory, run(server))).rejects.toMatchObject({ code: "offline" });
  expect(server.findUpload.mock.calls.length).toBe(MOST_LOST);
  expect(memory.id).toBe("u1");
});

test("a refusal for good is told at once, and the next try begins anew", async () => {
  const [server, memory] = [newServer(), newMemory()];
  server.completeUpload.mockRejectedValueOnce(refusal("checksum_mismatch", 422));
  await expect(uploadInParts(wish, memory, run(server))).rejects.toMatchObject({ code: "checksum_mismatch" });
  expect(server.completeUpload).toHaveBeenCalledOnce();
  expect(memory.id).toBeUndefined();
});

test("an upload that is cancelled stops", async () => {
  const [server, cancel] = [newServer(), new AbortController()];
  server.putPart.mockImplementation(() => {
    cancel.abort();
    return Promise.reject(new DOMException("cancelled", "AbortError"));
  });
  const result = uploadInParts(wish, newMemory(), run(server, vi.fn(), cancel.signal));
  await expect(result).rejects.toMatchObject({ name: "AbortError" });
  expect(server.completeUpload).not.toHaveBeenCalled();
});
