import type { Known, Surroundings, Wire } from "../src/socket/link-types";

export interface Sent {
  readonly type: string;
  readonly id?: number;
  readonly data?: unknown;
}

/** The client's end of a socket, or of a stream of events; the test is the other end. */
export class FakeWire implements Wire {
  readonly sent: Sent[] = [];
  closedWith: number | undefined;
  onopen: Wire["onopen"] = null;
  onmessage: Wire["onmessage"] = null;
  onclose: Wire["onclose"] = null;
  /** What the other end does with what it hears. */
  heard: (sent: Sent) => void = () => undefined;

  /** `known`: the positions in the address of a stream. */
  constructor(readonly known?: Known) {}

  send(text: string): void {
    const sent = JSON.parse(text) as Sent;
    this.sent.push(sent);
    this.heard(sent);
  }

  close(code?: number): void {
    this.closedWith = code;
  }

  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  breaks(code = 1006): void {
    this.onclose?.({ code, reason: "" });
  }
}

/** A world whose clock and network stand still until told otherwise. */
export class World implements Surroundings {
  readonly wires: FakeWire[] = [];
  readonly streams: FakeWire[] = [];
  clock = 0;
  isHidden = false;
  isOnline = true;
  /** Called with each new wire, such as by a gateway that answers it. */
  opened: (wire: FakeWire) => void = () => undefined;
  private readonly timers = new Map<number, { readonly at: number; readonly run: () => void }>();
  private ids = 0;

  open = (): FakeWire => {
    const wire = new FakeWire();
    this.wires.push(wire);
    this.opened(wire);
    return wire;
  };

  openEvents = (known: Known): FakeWire => {
    const stream = new FakeWire(known);
    this.streams.push(stream);
    this.opened(stream);
    return stream;
  };

  now = (): number => this.clock;
  random = (): number => 0.5;
  hidden = (): boolean => this.isHidden;
  online = (): boolean => this.isOnline;
  log = (): void => undefined;

  setTimer = (run: () => void, ms: number): number => {
    this.timers.set(++this.ids, { at: this.clock + ms, run });
    return this.ids;
  };

  clearTimer = (id: number): void => {
    this.timers.delete(id);
  };

  /** Time goes on, and everything that is due in it happens in order. */
  pass(ms: number): void {
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

  get wire(): FakeWire {
    const wire = this.wires.at(-1);
    if (!wire) throw new Error("no socket was opened");
    return wire;
  }

  get stream(): FakeWire {
    const stream = this.streams.at(-1);
    if (!stream) throw new Error("no stream was opened");
    return stream;
  }
}

/** Lets everything that is already resolved go on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
