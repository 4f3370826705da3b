import type { TFunction } from "i18next";

/** The intervals that are offered, in seconds. */
const SECONDS: readonly number[] = [0, 5, 15, 30, 60, 300, 900, 3_600];

/** What can be chosen; an interval that was set by other means is among it. */
export function slowModes(t: TFunction, current: number): { readonly value: string; readonly label: string }[] {
  const all = SECONDS.includes(current) ? SECONDS : [...SECONDS, current].sort((a, b) => a - b);
  return all.map((seconds) => ({ value: String(seconds), label: label(t, seconds) }));
}

function label(t: TFunction, seconds: number): string {
  if (seconds === 0) return t("details.slowMode.off");
  if (seconds % 3_600 === 0) return t("details.slowMode.hours", { count: seconds / 3_600 });
  if (seconds % 60 === 0) return t("details.slowMode.minutes", { count: seconds / 60 });
  return t("details.slowMode.seconds", { count: seconds });
}
