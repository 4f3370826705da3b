/** Nobody has touched the device for so long: they are away. */
export const IDLE_MS = 10 * 60_000;
/** How often it is looked. */
const LOOK_MS = 15_000;

const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "focus"] as const;

export interface IdleParts {
  now(): number;
  /** Tells the server; only when it changes. */
  tell(idle: boolean): void;
}

/** Whether somebody touches this page. */
export class Idle {
  private touchedAt: number;
  private idle = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly parts: IdleParts) {
    this.touchedAt = parts.now();
  }

  get isIdle(): boolean {
    return this.idle;
  }

  start(): void {
    for (const sign of SIGNS) window.addEventListener(sign, this.touched, { passive: true, capture: true });
    document.addEventListener("visibilitychange", this.seen);
    this.timer = setInterval(() => this.look(), LOOK_MS);
  }

  stop(): void {
    for (const sign of SIGNS) window.removeEventListener(sign, this.touched, { capture: true });
    document.removeEventListener("visibilitychange", this.seen);
    clearInterval(this.timer);
  }

  private readonly touched = (): void => {
    this.touchedAt = this.parts.now();
    if (this.idle) this.become(false);
  };

  private readonly seen = (): void => {
    if (!document.hidden) this.touched();
  };

  private look(): void {
    if (!this.idle && this.parts.now() - this.touchedAt >= IDLE_MS) this.become(true);
  }

  private become(idle: boolean): void {
    this.idle = idle;
    this.parts.tell(idle);
  }
}
