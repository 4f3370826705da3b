export interface Part {
  readonly text: string;
  readonly hit: boolean;
}

const BEFORE = 40;

/**
 * A body around the first thing that was found in it, `most` code points long, cut into what was found and what was
 * not. `highlights` count code points: ascending, none touching another.
 */
export function excerpt(body: string, highlights: readonly (readonly number[])[], most: number): readonly Part[] {
  const characters = [...body];
  const first = highlights[0]?.[0] ?? 0;
  const from = characters.length <= most ? 0 : Math.max(0, Math.min(first - BEFORE, characters.length - most));
  const to = Math.min(characters.length, from + most);
  const parts: Part[] = [];
  const add = (start: number, end: number, hit: boolean) => {
    const text = characters.slice(Math.max(start, from), Math.min(end, to)).join("");
    if (text !== "") parts.push({ text, hit });
  };
  let at = 0;
  for (const [start = at, end = start] of highlights) {
    add(at, start, false);
    add(start, end, true);
    at = end;
  }
  add(at, characters.length, false);
  if (from > 0) parts.unshift({ text: "…", hit: false });
  if (to < characters.length) parts.push({ text: "…", hit: false });
  return parts;
}
