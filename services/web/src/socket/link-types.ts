import type { Hello, Position, Ready, ServerFrame } from "./frames";

/** What the browser gives, taken as a parameter so that tests drive time, chance and the network themselves. */
export interface Surroundings {
  open(): Wire;
  /** Server-sent events: the way down where no WebSocket gets through. */
  openEvents(known: Known): Wire;
  now(): number;
  random(): number;
  setTimer(run: () => void, ms: number): number;
  clearTimer(id: number): void;
  hidden(): boolean;
  /** False: there is certainly no network. */
  online(): boolean;
  log(message: string): void;
}

/** Where we stand, as told to the server. */
export interface Known {
  readonly user_version: number | undefined;
  readonly positions: readonly Position[];
  /** Nobody touches the page; only a socket is told. */
  readonly idle?: boolean;
}

/** The part of WebSocket that we use. */
export interface Wire {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
}

/** What carries the frames: commands go over REST while it is `events`. */
export type Carrier = "socket" | "events";

export type Status =
  | { readonly name: "idle" }
  | { readonly name: "connecting" }
  | { readonly name: "identifying" }
  | { readonly name: "live"; readonly since: number; readonly carrier: Carrier }
  | { readonly name: "probing"; readonly since: number; readonly carrier: Carrier }
  | { readonly name: "waiting"; readonly until: number; readonly attempt: number }
  | { readonly name: "offline" }
  /** The page is frozen or put away; whatever wakes it connects. */
  | { readonly name: "asleep" }
  | { readonly name: "stopped"; readonly code: number };

export interface Handlers {
  /** Positions to resume from, most recently used first, at most 200. */
  positions(): Known;
  status(status: Status): void;
  hello(hello: Hello): void;
  ready(ready: Ready): void;
  frame(frame: ServerFrame): void;
  /** The access token ran out (4100) or is about to: fetch a new one; resolves to it, or undefined when signed out. */
  refresh(): Promise<string | undefined>;
  /** A socket was refused, which tells no reason: whether REST is there, and still knows us. */
  rest(): Promise<"ok" | "signed-out" | "down">;
}
