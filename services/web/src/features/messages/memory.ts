import type { Position } from "./MessageList";

/** Where somebody was in a channel or thread when they left it. */
export interface Remembered {
  readonly position: Position;
  /** The seq of an older run of messages, if that was shown instead of the newest. */
  readonly around: number | undefined;
}

/** So many places are remembered, for as long as the page lives. */
const PLACES = 50;
const places = new Map<string, Remembered>();

export function remember(place: string, where: Remembered): void {
  places.delete(place);
  places.set(place, where);
  const oldest = places.keys().next();
  if (places.size > PLACES && !oldest.done) places.delete(oldest.value);
}

export function recall(place: string): Remembered | undefined {
  return places.get(place);
}
