import { backoffMs, HEALTHY_AFTER_MS } from "./backoff";
import { Commands, Lost } from "./commands";
import { parseFrame, type ServerFrame } from "./frames";
import type { Carrier, Handlers, Status, Surroundings, Wire } from "./link-types";

export const SILENCE_MS = 35_000;
export const PROBE_MS = 5_000;
export const PROBE_AFTER_MS = 10_000;
export const HANDSHAKE_MS = 10_000;
/** So many sockets refused while REST answers: something on the way lets none through. */
export const SOCKET_TRIES = 3;
/** A socket is tried again after so long without one. */
export const SOCKET_AGAIN_MS = 5 * 60_000;
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
  private socketAgain: number | undefined;
  private attempt = 0;
  private lastHeard = 0;
  private retryAfterMs: number | undefined;
  private carrier: Carrier = "socket";
  /** Sockets that were refused in a row, while REST answered. */
  private refused = 0;
  /** This wire has said something. */
  private greeted = false;
  private readonly commands = new Commands();

  constructor(
    private readonly client: string,
    private readonly env: Surroundings,
    private readonly handlers: Handlers,
  ) {}

  start(): void {
    if (this.status.name !== "idle" && this.status.name !== "stopped") return;
    if (this.env.online()) this.connect();
    else this.to({ name: "offline" });
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

  /** Before the page is frozen: an open socket would be a dead one when it wakes, and keep it from being put away. */
  sleep(): void {
    if (this.status.name === "stopped" || this.status.name === "idle") return;
    this.drop(1000, "asleep");
    this.to({ name: "asleep" });
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
      case "asleep":
        this.drop(undefined, "");
        this.connect();
        return;
      case "live":
        if (this.env.now() - this.lastHeard > PROBE_AFTER_MS) this.probe(reason);
        return;
      default:
        return;
    }
  }

  /** Commands are answered: a socket is up. */
  get takesCommands(): boolean {
    return (this.status.name === "live" || this.status.name === "probing") && this.status.carrier === "socket";
  }

  /** Send a command; resolves with its `ok` data, rejects with its problem, or `lost` when the socket went first. */
  command(type: string, data: unknown): Promise<unknown> {
    if (!this.wire || !this.takesCommands) return Promise.reject(new Lost());
    const { text, answer } = this.commands.issue(type, data);
    this.wire.send(text);
    return answer;
  }

  /** Fire and forget: what has no answer, such as typing. */
  tell(type: string, data: unknown): void {
    if (this.takesCommands) this.wire?.send(JSON.stringify({ type, data }));
  }

  /** How long the way there and back takes, in milliseconds. */
  async latency(): Promise<number> {
    const from = this.env.now();
    await this.command("ping", {});
    return this.env.now() - from;
  }

  private connect(): void {
    this.to({ name: "connecting" });
    this.carrier = this.refused < SOCKET_TRIES ? "socket" : "events";
    this.greeted = false;
    const wire = this.carrier === "socket" ? this.env.open() : this.env.openEvents(this.handlers.positions());
    this.wire = wire;
    this.lastHeard = this.env.now();
    wire.onmessage = (event) => this.heard(wire, event.data);
    wire.onclose = (event) => this.closed(wire, event.code);
    this.arm(HANDSHAKE_MS, () => this.fail("no answer to the handshake"));
  }

  /** When anything was heard last, ms since 1970. */
  get heardAt(): number {
    return this.lastHeard;
  }

  private heard(wire: Wire, data: unknown): void {
    if (wire !== this.wire || typeof data !== "string") return;
    this.lastHeard = this.env.now();
    this.greeted = true;
    if (this.carrier === "socket") this.refused = 0;
    if (this.status.name === "probing") this.to({ ...this.status, name: "live" });
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
        this.to({ name: "live", since: this.env.now(), carrier: this.carrier });
        if (this.carrier === "events") this.trySocketLater();
        this.arm(SILENCE_MS, () => this.probe("silence"));
        this.handlers.ready(frame.ready);
        return;
      case "ok":
        this.commands.ok(frame.id, frame.data);
        return;
      case "error":
        this.commands.refused(frame.id, frame.error);
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

  private async renew(): Promise<void> {
    // Without a socket there is nobody to hand it to: the stream ends with 4100, and then it is refreshed.
    if (!this.takesCommands) return;
    const token = await this.handlers.refresh();
    if (token !== undefined) await this.command("auth.refresh", { token }).catch(() => undefined);
  }

  private probe(reason: string): void {
    if (this.status.name !== "live") return;
    // A stream cannot be asked.
    if (this.carrier === "events") {
      this.fail(`a quiet stream: ${reason}`);
      return;
    }
    this.env.log(`probing: ${reason}`);
    this.to({ ...this.status, name: "probing" });
    this.arm(PROBE_MS, () => this.fail("the probe was not answered"));
    this.command("ping", {}).catch(() => undefined);
  }

  private trySocketLater(): void {
    this.socketAgain = this.env.setTimer(() => {
      this.refused = SOCKET_TRIES - 1;
      this.drop(1000, "trying a socket");
      this.connect();
    }, SOCKET_AGAIN_MS);
  }

  /** The wire closed before it said a word. A browser does not tell why: REST may. */
  private async refusedWire(): Promise<void> {
    if (this.carrier === "events") {
      this.refused = 0;
      return;
    }
    const answer = await this.handlers.rest();
    if (this.greeted || this.status.name === "stopped" || this.status.name === "idle") return;
    if (answer === "ok") this.refused += 1;
    if (answer !== "signed-out") return;
    this.drop(1000, "signed out");
    this.to({ name: "stopped", code: CLOSE_TOKEN_EXPIRED });
  }

  private fail(why: string): void {
    this.env.log(why);
    const silent = !this.greeted;
    this.drop(4000, why);
    this.wait();
    if (silent) void this.refusedWire();
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
      if (!this.greeted) void this.refusedWire();
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
    if (this.socketAgain !== undefined) this.env.clearTimer(this.socketAgain);
    this.socketAgain = undefined;
    this.wire = undefined;
    if (wire) {
      wire.onmessage = null;
      wire.onclose = null;
      if (code !== undefined) wire.close(code, reason);
    }
    this.commands.loseAll();
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
