import { ChevronDown } from "lucide-react";
import { type SelectHTMLAttributes, useId } from "react";

export interface SelectProps<T extends string>
  extends Omit<SelectHTMLAttributes<HTMLSelectElement>, "onChange" | "value"> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** The browser's own list: every phone and every screen reader knows it. */
export function Select<T extends string>({
  label,
  hint,
  value,
  options,
  onChange,
  className,
  ...rest
}: SelectProps<T>) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium text-meta">
        {label}
      </label>
      <span className="relative block">
        <select
          {...rest}
          id={id}
          value={value}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen) onChange(chosen.value);
          }}
          className="h-10 w-full appearance-none truncate rounded-control border border-line-strong bg-canvas pr-9 pl-3 disabled:opacity-60 pointer-coarse:h-11"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown
          size={16}
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-muted"
        />
      </span>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-label text-subtle">
          {hint}
        </p>
      )}
    </div>
  );
}
