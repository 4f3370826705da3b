import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from "react";
import { cx } from "./cx";

export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Drawn inside, at the end: a "show" button. */
  readonly after?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}

export function Field({ label, hint, error, after, className, ...rest }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium text-meta">
        {label}
      </label>
      <div
        className={cx(
          "flex items-center rounded-control border bg-canvas focus-within:outline-2 focus-within:outline-link focus-within:outline-offset-1",
          error === undefined ? "border-line-strong" : "border-danger",
        )}
      >
        <input
          {...rest}
          id={id}
          aria-invalid={error !== undefined || undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          className="h-10 w-full min-w-0 bg-transparent px-3 outline-none pointer-coarse:h-11"
        />
        {after}
      </div>
      {note !== undefined && (
        <p
          id={`${id}-note`}
          role={error === undefined ? undefined : "alert"}
          className={cx("mt-1 text-label", error === undefined ? "text-subtle" : "text-danger")}
        >
          {note}
        </p>
      )}
    </div>
  );
}
