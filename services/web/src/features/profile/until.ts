/** When a status clears itself. */
export const SPANS = ["never", "halfHour", "hour", "today", "custom"] as const;
export type Span = (typeof SPANS)[number];

const MINUTE_MS = 60_000;

/**
 * The moment a span ends at, as the server wants it; null: never. `custom` is what a `datetime-local` field says, in
 * the time of this device. Undefined: that is no moment, or it is over.
 */
export function untilOf(span: Span, custom: string, now: Date): string | null | undefined {
  switch (span) {
    case "never":
      return null;
    case "halfHour":
      return new Date(now.getTime() + 30 * MINUTE_MS).toISOString();
    case "hour":
      return new Date(now.getTime() + 60 * MINUTE_MS).toISOString();
    case "today":
      return endOfDay(now).toISOString();
    case "custom": {
      const at = new Date(custom);
      return Number.isNaN(at.getTime()) || at <= now ? undefined : at.toISOString();
    }
  }
}

/** The last millisecond of the day, here. */
function endOfDay(now: Date): Date {
  const end = new Date(now);
  end.setHours(23, 59, 59, 999);
  return end;
}

/** For the value of a `datetime-local` field. */
export function localField(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}
