/** A report has no more than this; what comes above it is not counted. */
export const MOST = 100;
/** The first message is reported after this, with those that follow it. */
export const SOON_MS = 10_000;
/** Between two reports. */
export const APART_MS = 60_000;

export interface ReportParts {
  readonly now: () => number;
  readonly send: (latenciesMs: readonly number[]) => Promise<unknown>;
}

/** Gathers what was measured and tells the server, once a minute at most, and nothing when there is nothing. */
export class Report {
  private waiting: number[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: ReportParts) {}

  add(ms: number): void {
    if (this.waiting.length < MOST) this.waiting.push(ms);
    this.timer ??= setTimeout(() => this.tell(), Math.max(SOON_MS, this.last + APART_MS - this.parts.now()));
  }

  /** What was not told is lost: it is one measure among many. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
  }

  private tell(): void {
    const latencies = this.waiting;
    this.waiting = [];
    this.timer = undefined;
    this.last = this.parts.now();
    // Not again: whoever measures must not be a burden to a server that is in trouble.
    this.parts.send(latencies).catch(() => undefined);
  }
}
