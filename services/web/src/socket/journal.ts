import type { LogFrame } from "./frames";

/** Events kept per channel: more than this pass by while a page is under way only on a very slow line. */
export const KEPT_FRAMES = 300;

/**
 * The events that were applied last, by channel. A page of history is read at one moment and arrives at a later one:
 * what happened in between is played on top of it.
 */
export class Journal {
  private readonly channels = new Map<string, readonly LogFrame[]>();

  note(channel: string, frames: readonly LogFrame[]): void {
    this.channels.set(channel, [...this.kept(channel), ...frames].slice(-KEPT_FRAMES));
  }

  /** What followed `seq`, up to `head`; undefined when some of it is not kept any more. */
  after(channel: string, seq: number, head: number): readonly LogFrame[] | undefined {
    if (seq >= head) return [];
    const found = this.kept(channel).filter((frame) => frame.seq > seq);
    return found.length === head - seq ? found : undefined;
  }

  /** The events that are kept of a channel, oldest first. */
  kept(channel: string): readonly LogFrame[] {
    return this.channels.get(channel) ?? [];
  }

  /** A new life, or a jump: the numbers before no longer go with those that follow. */
  forget(channel: string): void {
    this.channels.delete(channel);
  }
}
