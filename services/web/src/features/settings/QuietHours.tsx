import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Notifications } from "../../api/types";
import { cx } from "../../ui/cx";
import { Field } from "../../ui/Field";
import { Switch } from "../../ui/Switch";
import { useMe } from "../channels/use-channels";
import { WEEK, type Weekday } from "../notifications/quiet";

type Hours = NonNullable<Notifications["schedule"]>;

/** What most people mean by the night. */
const NIGHTS: Hours = { days: [...WEEK], from: "22:00", to: "07:00" };

interface Props {
  readonly value: Hours | null;
  readonly onChange: (value: Hours | null) => void;
}

/** The hours of a week at which nothing disturbs. */
export function QuietHours({ value, onChange }: Props) {
  const { t } = useTranslation();
  const { timezone } = useMe();
  return (
    <section aria-labelledby="quiet-title">
      <h3 id="quiet-title" className="font-semibold text-title">
        {t("notify.quiet.title")}
      </h3>
      <Switch
        label={t("notify.quiet.on")}
        hint={t("notify.quiet.hint")}
        checked={value !== null}
        onChange={(on) => onChange(on ? NIGHTS : null)}
      />
      {value !== null && (
        <div className="mt-2 flex flex-col gap-4">
          <Days days={value.days} onChange={(days) => onChange({ ...value, days })} />
          <div className="flex gap-4">
            <Time label={t("notify.quiet.from")} value={value.from} onChange={(from) => onChange({ ...value, from })} />
            <Time label={t("notify.quiet.to")} value={value.to} onChange={(to) => onChange({ ...value, to })} />
          </div>
          <p className="text-meta text-muted">
            {value.to <= value.from && `${t("notify.quiet.nextDay")} `}
            {t("notify.quiet.zone", { zone: timezone.replaceAll("_", " ") })}
          </p>
        </div>
      )}
    </section>
  );
}

interface DaysProps {
  readonly days: readonly Weekday[];
  readonly onChange: (days: Weekday[]) => void;
}

function Days({ days, onChange }: DaysProps) {
  const { t } = useTranslation();
  const id = useId();
  const toggle = (day: Weekday) => {
    const chosen = WEEK.filter((one) => (one === day) !== days.includes(one));
    // Without a day there is nothing to choose a time for: that is what the switch is for.
    if (chosen.length > 0) onChange(chosen);
  };
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-meta">{t("notify.quiet.days")}</legend>
      <div className="grid max-w-96 grid-cols-[repeat(auto-fill,minmax(44px,1fr))] gap-1.5">
        {WEEK.map((day) => (
          <label
            key={day}
            htmlFor={`${id}-${day}`}
            className={cx(
              "grid h-10 cursor-pointer place-items-center rounded-control border has-focus-visible:outline-2 has-focus-visible:outline-link has-focus-visible:outline-offset-1 pointer-coarse:h-11",
              days.includes(day)
                ? "border-accent bg-selected font-semibold text-accent-ink"
                : "border-line-strong hover:bg-hover",
            )}
          >
            <input
              id={`${id}-${day}`}
              type="checkbox"
              checked={days.includes(day)}
              onChange={() => toggle(day)}
              className="sr-only"
            />
            {t(`notify.quiet.day.${day}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface TimeProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A time that is half deleted is none yet. */
function Time({ label, value, onChange }: TimeProps) {
  return (
    <Field
      className="w-32"
      type="time"
      required
      label={label}
      value={value}
      onChange={(event) => event.target.value !== "" && onChange(event.target.value.slice(0, 5))}
    />
  );
}
