/** In sight for this long, a row counts as read. */
export const DWELL_MS = 500;

/** How long each row has been in sight, and which is the newest that was so for long enough. Pure: the time comes in. */
export class Dwell {
  private since = new Map<number, number>();

  /** These message numbers are in sight now. */
  see(numbers: readonly number[], now: number): void {
    this.since = new Map(numbers.map((no) => [no, this.since.get(no) ?? now]));
  }

  /** Nobody looks: what was in sight must be seen anew. */
  lookAway(): void {
    this.since.clear();
  }

  /** The newest row that was in sight long enough; 0 for none. */
  read(now: number): number {
    let newest = 0;
    for (const [no, since] of this.since) if (now - since >= DWELL_MS) newest = Math.max(newest, no);
    return newest;
  }

  /** When to ask again, in ms: as soon as a row newer than `known` will have been in sight long enough. */
  next(known: number, now: number): number | undefined {
    const waits = [...this.since].filter(([no]) => no > known).map(([, since]) => since + DWELL_MS - now);
    return waits.length > 0 ? Math.max(0, Math.min(...waits)) : undefined;
  }
}
