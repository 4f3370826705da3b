import { BellOff, Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import { formatWhen } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { useNow } from "../../ui/use-now";

const MINUTE_MS = 60_000;
/** When "tomorrow" is. */
const MORNING = 9;

interface Props {
  readonly until: string | null;
  readonly onChange: (until: string | null) => void;
}

/** No notifications for a while, whatever the hour. */
export function Snooze({ until, onChange }: Props) {
  const { t } = useTranslation();
  const now = useNow(MINUTE_MS);
  const ends = until === null ? 0 : Date.parse(until);
  const minutes = (count: number) => onChange(new Date(Date.now() + count * MINUTE_MS).toISOString());
  const tomorrow = () => {
    const morning = new Date();
    morning.setDate(morning.getDate() + 1);
    morning.setHours(MORNING, 0, 0, 0);
    onChange(morning.toISOString());
  };
  return (
    <section aria-labelledby="snooze-title" className="flex flex-col items-start gap-2">
      <h3 id="snooze-title" className="font-semibold text-title">
        {t("notify.snooze.title")}
      </h3>
      {ends > now ? (
        <>
          <p role="status">{t("notify.snooze.until", { when: formatWhen(ends, now) })}</p>
          <Button onClick={() => onChange(null)}>
            <Play size={16} aria-hidden="true" />
            {t("notify.snooze.end")}
          </Button>
        </>
      ) : (
        <Menu
          align="start"
          trigger={
            <Button>
              <BellOff size={16} aria-hidden="true" />
              {t("notify.snooze.begin")}
            </Button>
          }
          groups={[
            [
              { label: t("notify.snooze.minutes", { count: 30 }), onSelect: () => minutes(30) },
              { label: t("notify.snooze.hours", { count: 1 }), onSelect: () => minutes(60) },
              { label: t("notify.snooze.hours", { count: 4 }), onSelect: () => minutes(240) },
              { label: t("notify.snooze.tomorrow"), onSelect: tomorrow },
            ],
          ]}
        />
      )}
    </section>
  );
}
