import i18next from "i18next";

/** Formatters are dear to make: one of each per language. */
function cached<T>(make: (language: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const language = i18next.language;
    let found = made.get(language);
    if (found === undefined) {
      found = make(language);
      made.set(language, found);
    }
    return found;
  };
}

const time = cached(
  (language) => new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
);
const full = cached((language) => new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" }));
const day = cached((language) => new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" }));
const dayAndYear = cached(
  (language) => new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
);
const short = cached(
  (language) =>
    new Intl.DateTimeFormat(language, {
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }),
);
const date = cached((language) => new Intl.DateTimeFormat(language, { dateStyle: "medium" }));
const names = cached((language) => new Intl.ListFormat(language, { type: "conjunction", style: "narrow" }));
const number = cached((language) => new Intl.NumberFormat(language));
const percent = cached((language) => new Intl.NumberFormat(language, { style: "percent" }));
const relative = cached((language) => new Intl.RelativeTimeFormat(language, { numeric: "auto" }));

export const formatTime = (at: number) => time().format(at);
export const formatFull = (at: number) => full().format(at);
export const formatShort = (at: number) => short().format(at);
export const formatDate = (at: number) => date().format(at);
export const formatNumber = (value: number) => number().format(value);
export const formatPercent = (share: number) => percent().format(share);
export const formatNames = (list: readonly string[]) => names().format(list);

/** The local day of a moment, as a key to compare. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

/** The time of today, the day and time of anything before. */
export function formatWhen(at: number, now: number): string {
  return dayOf(at) === dayOf(now) ? formatTime(at) : formatShort(at);
}

const DAY_MS = 86_400_000;

/** "Today", "yesterday", else the date; the year only when it is another. */
export function formatDay(at: number, now: number): string {
  if (dayOf(at) === dayOf(now)) return capital(relative().format(0, "day"));
  if (dayOf(at) === dayOf(now - DAY_MS)) return capital(relative().format(-1, "day"));
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? day() : dayAndYear()).format(at);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

export function formatBytes(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const format = new Intl.NumberFormat(i18next.language, {
    style: "unit",
    unit: UNITS[step] ?? "byte",
    // "5 byte" is how English shortens it.
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: 1,
  });
  return format.format(bytes / 1024 ** step);
}

const AGO = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** "5 minutes ago", "yesterday"; what is longer ago than a week is told by its date. */
export function formatAgo(at: number, now: number): string {
  const past = Math.max(0, now - at);
  if (past > 7 * DAY_MS) return formatDate(at);
  const [unit, ms] = AGO.find(([, length]) => past >= length) ?? (["minute", 60_000] as const);
  return relative().format(-Math.floor(past / ms), unit);
}
