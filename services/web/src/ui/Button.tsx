import type { ButtonHTMLAttributes, Ref } from "react";
import { cx } from "./cx";

type Look = "primary" | "secondary" | "quiet" | "danger";

const LOOKS: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:brightness-95",
  secondary: "bg-raised text-ink border border-line-strong hover:bg-hover",
  quiet: "text-muted hover:bg-hover hover:text-ink",
  danger: "bg-danger text-on-danger hover:brightness-95",
};

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly busy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({
  look = "secondary",
  busy = false,
  className,
  disabled,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(
        "inline-flex min-h-9 items-center justify-center gap-2 rounded-control px-3.5 font-semibold transition-[background,filter] duration-[120ms] ease-house disabled:cursor-not-allowed disabled:opacity-60",
        LOOKS[look],
        className,
      )}
    />
  );
}
