import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button";
import { Select } from "../../ui/Select";
import { LocalTime } from "../profile/LocalTime";

interface Props {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (timezone: string) => void;
}

export function TimeZone({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = useMemo(() => {
    const known = new Set([value, here, "UTC", ...Intl.supportedValuesOf("timeZone")]);
    return [...known].sort().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  }, [value, here]);
  return (
    <div className="flex flex-col gap-2">
      <Select label={t("preferences.timezone")} value={value} options={zones} onChange={onChange} />
      {error !== undefined && (
        <p role="alert" className="text-danger text-label">
          {error}
        </p>
      )}
      <LocalTime timezone={value} />
      {value !== here && (
        <Button className="self-start" onClick={() => onChange(here)}>
          {t("preferences.useHere", { zone: here.replaceAll("_", " ") })}
        </Button>
      )}
    </div>
  );
}
