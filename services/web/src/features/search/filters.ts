/** The filters that the server knows, as they are typed: `from:@maya`, `has:file`, `after:2026-01-31`. */
export const FILTERS = ["from", "in", "has", "before", "after", "on"] as const;
export type FilterName = (typeof FILTERS)[number];

export interface Filter {
  readonly name: FilterName;
  readonly value: string;
  /** As it stands in the query. */
  readonly text: string;
}

const CHUNK = /(?:[a-z]+:)?-?["“][^"”]*["”]?|\S+/giu;

function readFilter(text: string): Filter | undefined {
  const [, name, value] = /^([a-z]+):(.+)$/iu.exec(text) ?? [];
  const known = FILTERS.find((one) => one === name?.toLowerCase());
  return known === undefined || value === undefined
    ? undefined
    : { name: known, value: value.replace(/["“”]/g, ""), text };
}

export function filtersOf(q: string): readonly Filter[] {
  return (q.match(CHUNK) ?? []).flatMap((chunk) => readFilter(chunk) ?? []);
}

export const filterOf = (q: string, name: FilterName): string =>
  filtersOf(q).find((filter) => filter.name === name)?.value ?? "";

/** The query with no such filter. */
export function withoutFilter(q: string, is: (filter: Filter) => boolean): string {
  const chunks = q.match(CHUNK) ?? [];
  const kept = chunks.filter((chunk) => {
    const filter = readFilter(chunk);
    return filter === undefined || !is(filter);
  });
  return kept.join(" ");
}

/** The query with this filter alone of its names; without any where `value` is empty. */
export function withFilter(q: string, names: readonly FilterName[], name: FilterName, value: string): string {
  const rest = withoutFilter(q, (filter) => names.includes(filter.name));
  if (value === "") return rest;
  const quoted = /\s/.test(value) ? `"${value}"` : value;
  return `${rest} ${name}:${quoted}`.trim();
}

/** Days as the server reads them, in the local time. */
export function dayFilter(at: number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
