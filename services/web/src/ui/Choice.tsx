import { useId } from "react";
import { cx } from "./cx";

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly hint?: string }[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
}

/** A few alternatives that are all to be seen at once. */
export function Choice<T extends string>({ label, value, options, onChange, disabled = false }: ChoiceProps<T>) {
  const name = useId();
  // What needs explaining gets a line of its own.
  const explained = options.some((option) => option.hint !== undefined);
  // Three stand beside each other where there is room for them, and else below each other; four are two rows of two.
  const way = explained ? "flex-col" : options.length === 3 ? "flex-col sm:flex-row" : "flex-wrap";
  return (
    <fieldset disabled={disabled}>
      <legend className="mb-1 font-medium text-meta">{label}</legend>
      <div className={cx("flex gap-2", way)}>
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              "flex min-h-10 flex-[1_1_40%] cursor-pointer items-center gap-2.5 rounded-control border px-3 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-link has-focus-visible:outline-offset-1 has-disabled:cursor-not-allowed has-disabled:opacity-60 pointer-coarse:min-h-11",
              option.value === value ? "border-accent bg-selected" : "border-line-strong hover:bg-hover",
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="size-4 shrink-0 accent-accent focus-visible:outline-none"
            />
            <span>
              <span className="block first-letter:uppercase">{option.label}</span>
              {option.hint !== undefined && <span className="block text-label text-muted">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
