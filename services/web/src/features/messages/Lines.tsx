import { useTranslation } from "react-i18next";
import { formatDay } from "../../i18n/format";

/** Above the first message of a day. */
export function DayLine({ at }: { readonly at: number }) {
  return (
    <h2 className="flex items-center gap-3 px-5 pt-4 pb-1 font-semibold text-label text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {formatDay(at, Date.now())}
    </h2>
  );
}

/** Above the first message that was not read when the channel was opened. */
export function UnreadLine() {
  const { t } = useTranslation();
  return (
    <h2 className="flex items-center gap-3 px-5 pt-2 font-semibold text-accent-ink text-label before:h-px before:flex-1 before:bg-accent">
      {t("messages.newMessages")}
    </h2>
  );
}
