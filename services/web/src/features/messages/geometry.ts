import { defaultRangeExtractor, type Range, type VirtualItem } from "@tanstack/react-virtual";

/** How high a row is thought to be until it is drawn, in px. */
export const ESTIMATE_PX = 64;

/** Whether a row's growth moves the rows in sight: it lies above them, or it was only guessed until now. */
export function isAbove(
  item: VirtualItem,
  _delta: number,
  instance: { readonly scrollOffset: number | null },
): boolean {
  const top = instance.scrollOffset ?? 0;
  return item.end <= top || (item.size === ESTIMATE_PX && item.start < top);
}

/** The row with the focus is drawn wherever it is; when it was the last and is gone, there is none any more. */
export function withPinned(range: Range, pinned: number | undefined): number[] {
  const indexes = defaultRangeExtractor(range);
  if (pinned === undefined || pinned >= range.count || indexes.length === 0) return indexes;
  if (pinned < (indexes[0] ?? 0)) return [pinned, ...indexes];
  if (pinned > (indexes.at(-1) ?? 0)) return [...indexes, pinned];
  return indexes;
}
