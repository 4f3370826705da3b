/** How well a text answers what was typed; 0 is not at all. */
export function rank(query: string, text: string): number {
  const wanted = fold(query);
  const there = fold(text);
  if (wanted === "") return 1;
  if (there === wanted) return 6;
  if (there.startsWith(wanted)) return 5;
  const words = there.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  if (words.some((word) => word.startsWith(wanted))) return 4;
  if (words.length > 1 && initials(words).startsWith(wanted)) return 3;
  if (there.includes(wanted)) return 2;
  return isScattered(wanted, there) ? 1 : 0;
}

/** The best of several texts that name the same thing. */
export function rankAny(query: string, texts: readonly string[]): number {
  return texts.reduce((best, text) => Math.max(best, rank(query, text)), 0);
}

/** `Zoë` is found by `zoe`, and full-width letters by plain ones. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

function initials(words: readonly string[]): string {
  return words.map((word) => [...word][0] ?? "").join("");
}

/** Whether all characters come in this order, beginning with the first: `rlsn` is in `release-notes`. */
function isScattered(wanted: string, there: string): boolean {
  if (wanted[0] !== there[0]) return false;
  let at = 0;
  for (const character of wanted) {
    at = there.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Those that answer, best first; those as good in the order of `weight`, then as they came. */
export function ranked<T>(
  query: string,
  items: readonly T[],
  textsOf: (item: T) => readonly string[],
  weight: (item: T) => number = () => 0,
): readonly T[] {
  return items
    .map((item) => ({ item, score: rankAny(query, textsOf(item)), weight: weight(item) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || b.weight - a.weight)
    .map(({ item }) => item);
}
