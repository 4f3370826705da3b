import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "./CopyButton";

/** An address that was just made. It is what one came for: selected, to be copied by hand as well. */
export function CopyField({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <div className="flex items-center gap-2">
      <input
        ref={field}
        readOnly
        value={text}
        aria-label={label}
        onFocus={(event) => event.target.select()}
        className="h-10 min-w-0 flex-1 rounded-control border border-line-strong bg-canvas px-3"
      />
      <CopyButton text={text} label={t("app.copy")} />
    </div>
  );
}
