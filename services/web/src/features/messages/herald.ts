/** Speech takes time: two announcements are at least this far apart. */
export const QUIET_MS = 2_000;
/** Of a message, so much is read out. */
export const SPOKEN = 120;

/** Says what arrives, but not more often than one can listen to: what comes meanwhile is said together. */
export class Herald<T> {
  private waiting: T[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly say: (news: readonly T[]) => void) {}

  tell(news: readonly T[]): void {
    this.waiting.push(...news);
    if (this.timer === undefined) this.speak();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.waiting = [];
  }

  private speak(): void {
    this.timer = undefined;
    if (this.waiting.length === 0) return;
    const news = this.waiting;
    this.waiting = [];
    this.say(news);
    this.timer = setTimeout(() => this.speak(), QUIET_MS);
  }
}

/** A message's words without its marks, cut to what is worth hearing. */
export function spoken(body: string): string {
  const plain = body
    .replace(/```\w*\n?/g, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(?<![\p{L}\p{N}])[*_~`]{1,3}(\S(?:.*?\S)?)[*_~`]{1,3}(?![\p{L}\p{N}])/gu, "$1")
    .replace(/^\s*(?:#{1,6}|>|[-*+])\s+/gm, "")
    .replace(/\s+/g, " ")
    .trim();
  const letters = [...plain];
  return letters.length > SPOKEN ? `${letters.slice(0, SPOKEN).join("").trimEnd()}…` : plain;
}
