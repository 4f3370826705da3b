import { backoffMs, HEALTHY_AFTER_MS } from "./backoff";
import { type Hello, type Position, parseFrame, type Ready, type ServerFrame } from "./frames";

/** What the browser gives, taken as a parameter so that tests drive time, chance and the network themselves. */
export interface Surroundings {
  open(url: string, protocols: string[]): Wire;
  now(): number;
  random(): number;
  setTimer(run: () => void, ms: number): number;
  clearTimer(id: number): void;
  hidden(): boolean;
  log(message: string): void;
}

/** The part of WebSocket that we use. */
export interface Wire {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
}

export type Status =
  | { readonly name: "idle" }
  | { readonly name: "connecting" }
  | { readonly name: "identifying" }
  | { readonly name: "live"; readonly since: number }
  | { readonly name: "probing"; readonly since: number }
  | { readonly name: "waiting"; readonly until: number; readonly attempt: number }
  | { readonly name: "offline" }
  | { readonly name: "stopped"; readonly code: number };

export interface Handlers {
  /** Positions to resume from, most recently used first, at most 200. */
  positions(): { user_version: number | undefined; positions: readonly Position[] };
  status(status: Status): void;
  hello(hello: Hello): void;
  ready(ready: Ready): void;
  frame(frame: ServerFrame): void;
  /** The access token ran out (4100) or is about to: fetch a new one; resolves to it, or undefined when signed out. */
  refresh(): Promise<string | undefined>;
}

export const SILENCE_MS = 35_000;
export const PROBE_MS = 5_000;
export const PROBE_AFTER_MS = 10_000;
export const HANDSHAKE_MS = 10_000;
const CLOSE_TOKEN_EXPIRED = 4100;
/** From here on the server says: do not come back by yourself. */
const CLOSE_FINAL = 4500;

export type WakeReason = "visible" | "focus" | "resume" | "network" | "clock";

/**
 * One socket, kept alive. `status × event`, every transition in `to`. Commands that were not answered when a socket
 * dies are rejected with `lost`: the outbox sends them again with the same nonce.
 */
export class Connection {
  private status: Status = { name: "idle" };
  private wire: Wire | undefined;
  private timer: number | undefined;
  private attempt = 0;
  private lastHeard = 0;
  private nextId = 1;
  private retryAfterMs: number | undefined;
  private readonly waiting = new Map<number, { resolve(data: unknown): void; reject(error: unknown): void }>();

  constructor(
    private readonly url: string,
    private readonly client: string,
    private readonly env: Surroundings,
    private readonly handlers: Handlers,
  ) {}

  start(): void {
    if (this.status.name === "idle" || this.status.name === "stopped") this.connect();
  }

  stop(): void {
    this.drop(1000, "leaving");
    this.to({ name: "idle" });
  }

  /** `online`, `pageshow` after a freeze, or "Try now": no more waiting. */
  connectNow(): void {
    if (this.status.name === "stopped" || this.status.name === "idle") return;
    this.attempt = 0;
    this.drop(1000, "reconnecting");
    this.connect();
  }

  offline(): void {
    if (this.status.name === "stopped" || this.status.name === "idle") return;
    this.drop(1000, "offline");
    this.to({ name: "offline" });
  }

  /** A zombie socket looks open: whoever wakes asks whether anybody is there. */
  wake(reason: WakeReason): void {
    switch (this.status.name) {
      case "waiting":
      case "offline":
        this.connectNow();
        return;
      case "live":
        if (this.env.now() - this.lastHeard > PROBE_AFTER_MS) this.probe(reason);
        return;
      default:
        return;
    }
  }

  /** Send a command; resolves with its `ok` data, rejects with its problem, or `lost` when the socket went first. */
  command(type: string, data: unknown): Promise<unknown> {
    const wire = this.wire;
    if (!wire || (this.status.name !== "live" && this.status.name !== "probing")) {
      return Promise.reject(new Lost());
    }
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      wire.send(JSON.stringify({ type, id, data }));
    });
  }

  /** Fire and forget: what has no answer, such as typing. */
  tell(type: string, data: unknown): void {
    if (this.status.name === "live" || this.status.name === "probing") this.wire?.send(JSON.stringify({ type, data }));
  }

  private connect(): void {
    this.to({ name: "connecting" });
    const wire = this.env.open(this.url, ["hubbub.v1"]);
    this.wire = wire;
    this.lastHeard = this.env.now();
    wire.onmessage = (event) => this.heard(wire, event.data);
    wire.onclose = (event) => this.closed(wire, event.code);
    this.arm(HANDSHAKE_MS, () => this.fail("no answer to the handshake"));
  }

  private heard(wire: Wire, data: unknown): void {
    if (wire !== this.wire || typeof data !== "string") return;
    this.lastHeard = this.env.now();
    if (this.status.name === "probing") this.to({ name: "live", since: this.status.since });
    if (this.status.name === "live") this.arm(SILENCE_MS, () => this.probe("silence"));
    const frame = parseFrame(data);
    if (frame) this.handle(wire, frame);
  }

  private handle(wire: Wire, frame: ServerFrame): void {
    switch (frame.kind) {
      case "hello":
        this.to({ name: "identifying" });
        this.handlers.hello(frame.hello);
        wire.send(JSON.stringify({ type: "identify", data: { client: this.client, ...this.handlers.positions() } }));
        return;
      case "ready":
        this.to({ name: "live", since: this.env.now() });
        this.arm(SILENCE_MS, () => this.probe("silence"));
        this.handlers.ready(frame.ready);
        return;
      case "ok":
        this.answer(frame.id)?.resolve(frame.data);
        return;
      case "error":
        this.answer(frame.id)?.reject(frame.error);
        return;
      case "ping":
        wire.send(JSON.stringify({ type: "pong" }));
        this.handlers.frame(frame);
        return;
      case "reconnect":
        this.retryAfterMs = frame.afterMs;
        return;
      case "expiring":
        void this.renew();
        return;
      default:
        this.handlers.frame(frame);
    }
  }

  private answer(id: number) {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    return waiting;
  }

  private async renew(): Promise<void> {
    const token = await this.handlers.refresh();
    if (token !== undefined) await this.command("auth.refresh", { token }).catch(() => undefined);
  }

  private probe(reason: string): void {
    if (this.status.name !== "live") return;
    this.env.log(`probing: ${reason}`);
    this.to({ name: "probing", since: this.status.since });
    this.arm(PROBE_MS, () => this.fail("the probe was not answered"));
    const id = this.nextId++;
    this.waiting.set(id, { resolve: () => undefined, reject: () => undefined });
    this.wire?.send(JSON.stringify({ type: "ping", id, data: {} }));
  }

  private fail(why: string): void {
    this.env.log(why);
    this.drop(4000, why);
    this.wait();
  }

  private closed(wire: Wire, code: number): void {
    if (wire !== this.wire) return;
    this.drop(undefined, "");
    if (code >= CLOSE_FINAL && code < 5000) {
      this.to({ name: "stopped", code });
    } else if (code === CLOSE_TOKEN_EXPIRED) {
      void this.refreshAndReturn();
    } else {
      this.wait();
    }
  }

  private async refreshAndReturn(): Promise<void> {
    this.to({ name: "connecting" });
    const token = await this.handlers.refresh().catch(() => null);
    if (this.status.name !== "connecting") return;
    if (token === undefined) this.to({ name: "stopped", code: CLOSE_TOKEN_EXPIRED });
    else if (token === null) this.wait();
    else this.connect();
  }

  private wait(): void {
    const ms = backoffMs({
      attempt: this.attempt,
      hidden: this.env.hidden(),
      retryAfterMs: this.retryAfterMs,
      random: this.env.random(),
    });
    this.retryAfterMs = undefined;
    this.attempt += 1;
    this.to({ name: "waiting", until: this.env.now() + ms, attempt: this.attempt });
    this.arm(ms, () => this.connect());
  }

  /** Let go of the socket; its unanswered commands are lost (the outbox knows what to do). */
  private drop(code: number | undefined, reason: string): void {
    const { status, wire } = this;
    if ((status.name === "live" || status.name === "probing") && this.env.now() - status.since > HEALTHY_AFTER_MS) {
      this.attempt = 0;
    }
    this.disarm();
    this.wire = undefined;
    if (wire) {
      wire.onmessage = null;
      wire.onclose = null;
      if (code !== undefined) wire.close(code, reason);
    }
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    for (const command of lost) command.reject(new Lost());
  }

  private to(status: Status): void {
    this.env.log(`${this.status.name} → ${status.name}`);
    this.status = status;
    this.handlers.status(status);
  }

  private arm(ms: number, run: () => void): void {
    this.disarm();
    this.timer = this.env.setTimer(run, ms);
  }

  private disarm(): void {
    if (this.timer !== undefined) this.env.clearTimer(this.timer);
    this.timer = undefined;
  }
}

/** The socket went before the answer came: whether the command was carried out is not known. */
export class Lost extends Error {
  constructor() {
    super("the connection was lost before the answer came");
    this.name = "Lost";
  }
}
