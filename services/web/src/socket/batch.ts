/** Frames of one animation frame are applied together: one paint, however many events came. */
export class Batch<T> {
  private waiting: T[] = [];
  private scheduled = false;

  constructor(
    private readonly schedule: (run: () => void) => void,
    private readonly flushTo: (items: readonly T[]) => void,
  ) {}

  push(item: T): void {
    this.waiting.push(item);
    if (this.scheduled) return;
    this.scheduled = true;
    this.schedule(() => this.flush());
  }

  flush(): void {
    this.scheduled = false;
    const items = this.waiting;
    this.waiting = [];
    if (items.length > 0) this.flushTo(items);
  }
}

const HIDDEN_MS = 250;

/** The next frame, or a quarter of a second while nobody looks (a hidden page gets no frames). */
export function nextFrame(run: () => void): void {
  if (document.hidden) setTimeout(run, HIDDEN_MS);
  else requestAnimationFrame(run);
}
