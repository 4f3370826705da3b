import { Clock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNow } from "../../ui/use-now";

const MINUTE_MS = 60_000;

/** The time of day where somebody is. */
export function LocalTime({ timezone }: { readonly timezone: string }) {
  const { t, i18n } = useTranslation();
  const now = useNow(MINUTE_MS);
  return (
    <p className="flex items-center gap-2 text-meta text-muted">
      <Clock size={14} aria-hidden="true" />
      {t("profile.localTime", { time: timeIn(timezone, now, i18n.language), zone: timezone.replaceAll("_", " ") })}
    </p>
  );
}

export function timeIn(timezone: string, at: number, language: string): string {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  try {
    return new Intl.DateTimeFormat(language, { ...options, timeZone: timezone }).format(at);
  } catch {
    // A zone that this browser does not know.
    return new Intl.DateTimeFormat(language, options).format(at);
  }
}
