import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { cx } from "./cx";
import { Tooltip } from "./Tooltip";

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label"> {
  readonly label: string;
  readonly icon: ReactNode;
  /** Drawn as chosen or ready. */
  readonly active?: boolean;
  /** A toggle's state, for a name that does not change with it. */
  readonly pressed?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that is only an icon: its name is the tooltip. 32 px, 44 px where fingers point. */
export function IconButton({ label, icon, active, pressed, className, type = "button", ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        // The tooltip only repeats the name: it must not be read out as a description too.
        aria-describedby={rest["aria-describedby"]}
        className={cx(
          "grid size-8 shrink-0 place-items-center rounded-control transition-colors duration-[120ms] hover:bg-hover hover:text-ink disabled:cursor-not-allowed disabled:opacity-60 pointer-coarse:size-11",
          active || pressed ? "bg-selected text-accent-ink" : "text-muted",
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
