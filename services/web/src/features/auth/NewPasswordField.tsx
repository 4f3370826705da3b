import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "../../ui/cx";
import type { FieldProps } from "../../ui/Field";
import { PasswordField } from "./PasswordField";
import { type Strength, strengthOf } from "./strength";

const BARS = ["short", "fair", "good", "strong"] as const satisfies readonly Strength[];
const COLOURS: Record<Strength, string> = {
  none: "bg-line",
  short: "bg-danger",
  fair: "bg-away",
  good: "bg-online",
  strong: "bg-online",
};

/** A password to be chosen, with a word on how good it is while it is written. */
export function NewPasswordField({ onInput, ...props }: FieldProps) {
  const { t } = useTranslation();
  const [strength, setStrength] = useState<Strength>("none");
  const level = (BARS as readonly Strength[]).indexOf(strength);
  return (
    <div>
      <PasswordField
        {...props}
        autoComplete="new-password"
        hint={t(`auth.strength.${strength}`)}
        onInput={(event) => {
          setStrength(strengthOf(event.currentTarget.value));
          onInput?.(event);
        }}
      />
      <div aria-hidden="true" className="mt-1.5 flex gap-1">
        {BARS.map((bar, index) => (
          <span key={bar} className={cx("h-1 flex-1 rounded-full", index <= level ? COLOURS[strength] : "bg-line")} />
        ))}
      </div>
    </div>
  );
}
