import { expect, test } from "vitest";
import type { Position } from "./frames";
import { eventsUrl, eventsWire, POSITIONS_IN_URL, type Source } from "./sse";

class FakeSource implements Source {
  closed = false;
  onerror: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  ends: (event: { data: unknown }) => void = () => undefined;
  close() {
    this.closed = true;
  }
  addEventListener(_type: "close", run: (event: { data: unknown }) => void) {
    this.ends = run;
  }
}

function wired() {
  const source = new FakeSource();
  const wire = eventsWire(source);
  const heard: unknown[] = [];
  const codes: number[] = [];
  wire.onmessage = (event) => heard.push(event.data);
  wire.onclose = (event) => codes.push(event.code);
  return { source, wire, heard, codes };
}

test("an address says where one stands, as identify would, and does not grow without end", () => {
  const positions = Array.from({ length: 150 }, (_, index): Position => [`c${index}`, 1, index]);
  const url = new URL(eventsUrl("https://chat.example/sse", { user_version: 7, positions }));
  const told = JSON.parse(url.searchParams.get("positions") ?? "") as Position[];
  expect(told).toHaveLength(POSITIONS_IN_URL);
  expect(told.at(-1)).toEqual(["c149", 1, 149]);
  expect(url.searchParams.get("user_version")).toBe("7");
  expect(eventsUrl("https://chat.example/sse", { user_version: undefined, positions: [] })).toBe(
    "https://chat.example/sse?positions=%5B%5D",
  );
});

test("frames come down, and what is said goes nowhere", () => {
  const { source, wire, heard } = wired();
  wire.send("pong");
  source.onmessage?.({ data: "a frame" });
  expect(heard).toEqual(["a frame"]);
});

test("the server's reason for the end is told once; without one it broke", () => {
  const told = wired();
  told.source.ends({ data: '{"code":4100,"reason":"token expired"}' });
  told.source.onerror?.();
  expect(told.codes).toEqual([4100]);
  expect(told.source.closed).toBe(true);

  const broken = wired();
  broken.source.onerror?.();
  expect(broken.codes).toEqual([1006]);

  const strange = wired();
  strange.source.ends({ data: "?" });
  expect(strange.codes).toEqual([1006]);
});

test("who closes it hears nothing more", () => {
  const { source, wire, codes } = wired();
  wire.close(1000);
  source.onerror?.();
  expect(codes).toEqual([]);
  expect(source.closed).toBe(true);
});
