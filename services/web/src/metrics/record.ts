/** What is measured, in ms (`cls` has no unit). */
export type Measure =
  /** From the click or key that leads to a channel until its rows are painted. */
  | "channel_switch"
  /** From Enter until one's own row is painted. */
  | "send_to_row"
  /** From a frame on the wire until the row of its message is painted. */
  | "event_to_row"
  /** The main thread was busy for longer than 50 ms. */
  | "long_task"
  | "fcp"
  | "lcp"
  | "inp"
  | "cls"
  | "ttfb";

export interface Summary {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
}

/** As many of each are kept as tell how it is now. */
export const KEEP = 200;

const taken = new Map<Measure, number[]>();

export function record(measure: Measure, value: number): void {
  const values = taken.get(measure) ?? [];
  taken.set(measure, values);
  values.push(value);
  if (values.length > KEEP) values.shift();
}

/** A span that began earlier and ends now. It also stands in the browser's own timeline, for traces. */
export function measured(measure: Measure, start: number): void {
  const { duration } = performance.measure(`hubbub.${measure}`, { start, end: performance.now() });
  record(measure, duration);
  if ((taken.get(measure)?.length ?? 0) >= KEEP) performance.clearMeasures(`hubbub.${measure}`);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
}

export function summary(): Readonly<Partial<Record<Measure, Summary>>> {
  return Object.fromEntries(
    [...taken].map(([measure, values]) => [
      measure,
      {
        count: values.length,
        p50: quantile(values, 0.5),
        p95: quantile(values, 0.95),
        most: Math.max(...values),
      },
    ]),
  );
}

export function forgetMeasures(): void {
  taken.clear();
}
