import { cx } from "./cx";

interface Props {
  /** What is under way, with how far it is for those who do not see it. */
  readonly label: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly className?: string;
}

/** How far something is. Its own drawing: browsers draw an empty `progress` as a full grey bar. */
export function ProgressBar({ label, share, className }: Props) {
  const percent = Math.round(share * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className={cx("h-1.5 overflow-hidden rounded-full bg-line forced-colors:border", className)}
    >
      <div className="h-full rounded-full bg-accent forced-colors:bg-[Highlight]" style={{ width: `${percent}%` }} />
    </div>
  );
}
