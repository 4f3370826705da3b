export interface Replaced {
  readonly from: number;
  readonly to: number;
  readonly put: string;
}

/** The smallest stretch of `before` that has to be replaced to make it `after`; never half of a character. */
export function replaced(before: string, after: string): Replaced {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  if (isHigh(before[from - 1])) from -= 1;
  let same = 0;
  while (same < shorter - from && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  if (same > 0 && isLow(before[before.length - same])) same -= 1;
  return { from, to: before.length - same, put: after.slice(from, after.length - same) };
}

const isHigh = (unit: string | undefined) => unit !== undefined && /[\uD800-\uDBFF]/.test(unit);
const isLow = (unit: string | undefined) => unit !== undefined && /[\uDC00-\uDFFF]/.test(unit);
