import type { TFunction } from "i18next";
import type { MenuItem } from "../../ui/Menu";
import { FOR_EVER } from "./use-own-side";

const HOUR_MS = 3_600_000;

/** For how long a channel can be muted; each ends at a moment. */
export function muteGroups(t: TFunction, now: number, mute: (until: string) => void): readonly (readonly MenuItem[])[] {
  const hours = (count: number) => new Date(now + count * HOUR_MS).toISOString();
  return [
    [
      { label: t("channels.muteHour"), onSelect: () => mute(hours(1)) },
      { label: t("channels.muteHours", { count: 8 }), onSelect: () => mute(hours(8)) },
      { label: t("channels.muteDay"), onSelect: () => mute(hours(24)) },
      { label: t("channels.muteAlways"), onSelect: () => mute(FOR_EVER) },
    ],
  ];
}
