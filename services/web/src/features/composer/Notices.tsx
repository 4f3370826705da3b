import { useTranslation } from "react-i18next";
import { formatBytes, formatNumber } from "../../i18n/format";
import { cx } from "../../ui/cx";
import { bytesOf, MOST_BYTES } from "./limit";

/** How much of a message is left, once it is worth saying. */
export function Counter({ left, id }: { readonly left: number; readonly id: string }) {
  const { t } = useTranslation();
  const over = left < 0;
  return (
    <span id={id} className={cx("px-2 text-label tabular-nums", over ? "font-semibold text-danger" : "text-muted")}>
      {over
        ? t("composer.tooLong", { number: formatNumber(-left), count: -left })
        : t("composer.left", { number: formatNumber(left), count: left })}
    </span>
  );
}

interface LongProps {
  readonly text: string;
  /** Whether it is in the field already. */
  readonly typed: boolean;
  readonly onFile: () => void;
  readonly onPaste: () => void;
  readonly onClose: () => void;
}

/** A text that no message holds may go as a file. */
export function LongText({ text, typed, onFile, onPaste, onClose }: LongProps) {
  const { t } = useTranslation();
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3.5 py-2 text-meta"
    >
      <span>{t("composer.long", { size: formatBytes(bytesOf(text)), most: formatBytes(MOST_BYTES) })}</span>
      <Choice label={t("composer.longAsFile")} onClick={onFile} />
      {!typed && <Choice label={t("composer.longAnyway")} onClick={onPaste} />}
      {!typed && <Choice label={t("app.cancel")} onClick={onClose} />}
    </div>
  );
}

function Choice({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="min-h-6 font-semibold text-link hover:underline pointer-coarse:min-h-11"
    >
      {label}
    </button>
  );
}
