import { cx } from "./cx";

const MOST = 99;

/** A count: quiet for unread, coral for mentions. `label` is what a screen reader says. */
export function Badge({
  count,
  label,
  loud = false,
}: {
  readonly count: number;
  readonly label: string;
  readonly loud?: boolean;
}) {
  if (count <= 0) return null;
  return (
    <span
      className={cx(
        "inline-grid h-5 min-w-5 shrink-0 place-items-center rounded-full px-1.5 font-semibold text-label tabular-nums",
        loud ? "bg-accent text-on-accent" : "bg-line text-ink",
      )}
    >
      <span aria-hidden="true">{count > MOST ? `${MOST}+` : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
