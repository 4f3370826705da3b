import type { Notifications } from "../../api/types";

export const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEK)[number];

const DAY_MINUTES = 1_440;

/** Whether somebody is not to be disturbed: paused, or in the quiet hours of their own time zone. Pure. */
export function isQuiet({ schedule, snoozed_until }: Notifications, timezone: string, now: number): boolean {
  if (snoozed_until && Date.parse(snoozed_until) > now) return true;
  if (!schedule) return false;
  const { day, minutes } = wallClock(timezone, now);
  const [from, to] = [minutesOf(schedule.from), minutesOf(schedule.to)];
  const holds = (start: Weekday, since: number) =>
    schedule.days.includes(start) && from <= since && since < (to <= from ? to + DAY_MINUTES : to);
  // A night belongs to the day on which it begins.
  const yesterday = WEEK[(WEEK.indexOf(day) + 6) % 7] as Weekday;
  return holds(day, minutes) || holds(yesterday, minutes + DAY_MINUTES);
}

/** "22:05" → 1325 */
function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** What the clocks and calendars of a place show. */
function wallClock(timezone: string, now: number): { readonly day: Weekday; readonly minutes: number } {
  const parts = new Map(formatter(timezone).map(({ type, value }) => [type, value]));
  const day = WEEK.find((one) => parts.get("weekday")?.toLowerCase().startsWith(one)) ?? "mon";
  return { day, minutes: Number(parts.get("hour")) * 60 + Number(parts.get("minute")) };

  function formatter(zone: string): readonly Intl.DateTimeFormatPart[] {
    const options = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    try {
      return new Intl.DateTimeFormat("en", { ...options, timeZone: zone }).formatToParts(now);
    } catch {
      // A zone that nobody knows is UTC, as on the server.
      return new Intl.DateTimeFormat("en", { ...options, timeZone: "UTC" }).formatToParts(now);
    }
  }
}
