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
  type = "button",
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      // Not `disabled` while busy: the browser would take the focus away, and with it the place in the page.
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      className={cx(
        "inline-flex min-h-9 items-center justify-center gap-2 rounded-control px-3.5 font-semibold transition-[background,filter] duration-[120ms] ease-house disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-progress aria-disabled:opacity-60 pointer-coarse:min-h-11",
        LOOKS[look],
        className,
      )}
    />
  );
}
