import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button";
import type { DateJump } from "./date-jump";

/** Which day to go to. */
export function DayPicker({ at, onPick }: { readonly at: number; readonly onPick: DateJump }) {
  const { t } = useTranslation();
  const [day, setDay] = useState(() => inputDay(at));
  const [isBusy, setBusy] = useState(false);
  const go = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    await onPick(new Date(`${day}T00:00`).getTime());
    setBusy(false);
  };
  return (
    <form onSubmit={go} className="flex items-end gap-2 p-3">
      <label className="flex flex-col gap-1 font-medium text-label text-muted">
        {t("messages.jumpToDate")}
        <input
          type="date"
          required
          value={day}
          max={inputDay(Date.now())}
          onChange={(event) => setDay(event.target.value)}
          className="h-9 rounded-control border border-line-strong bg-canvas px-2 text-ink pointer-coarse:h-11"
        />
      </label>
      <Button type="submit" look="primary" busy={isBusy}>
        {t("row.go")}
      </Button>
    </form>
  );
}

/** A local day as date fields write it. */
function inputDay(at: number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
