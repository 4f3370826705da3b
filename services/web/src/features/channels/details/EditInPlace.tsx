import { Pencil } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { explain, fieldErrors } from "../../../api/problem";
import { Button } from "../../../ui/Button";
import { IconButton } from "../../../ui/IconButton";

export interface EditInPlaceProps {
  readonly label: string;
  readonly value: string;
  /** Shown where there is nothing yet. */
  readonly empty: string;
  readonly editLabel: string;
  readonly editable: boolean;
  readonly multiline?: boolean;
  readonly required?: boolean;
  readonly maxLength: number;
  /** The field's name in the server's answer. */
  readonly field: string;
  readonly onSave: (value: string) => Promise<unknown>;
}

/** A text that turns into its own form. */
export function EditInPlace(props: EditInPlaceProps) {
  const [editing, setEditing] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const done = () => {
    // The field goes, and the focus with it, unless it goes back to where it came from.
    flushSync(() => setEditing(false));
    opener.current?.focus();
  };
  if (editing) return <Editing {...props} onDone={done} />;
  const { label, value, empty, editLabel, editable } = props;
  return (
    <section aria-label={label} className="group">
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h3 className="font-semibold text-label text-subtle">{label}</h3>
        {editable && (
          <IconButton ref={opener} label={editLabel} icon={<Pencil size={15} />} onClick={() => setEditing(true)} />
        )}
      </div>
      {value === "" ? (
        <p className="text-subtle">{empty}</p>
      ) : (
        <p className="whitespace-pre-wrap" dir="auto">
          {value}
        </p>
      )}
    </section>
  );
}

function Editing({
  label,
  value,
  multiline = false,
  required = false,
  maxLength,
  field,
  onSave,
  onDone,
}: EditInPlaceProps & { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(value);
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === value) return onDone();
    setBusy(true);
    try {
      await onSave(text.trim());
      onDone();
    } catch (error) {
      setFailure(fieldErrors(error)[field] ?? explain(error));
    } finally {
      setBusy(false);
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
    // Leaves the field, not the pane around it.
    event.preventDefault();
    event.stopPropagation();
    onDone();
  };
  const shared = {
    id,
    value: text,
    maxLength,
    required,
    autoFocus: true,
    dir: "auto",
    "aria-invalid": failure !== undefined || undefined,
    "aria-describedby": failure === undefined ? undefined : `${id}-note`,
    onKeyDown: keys,
    className: "w-full rounded-control border border-line-strong bg-canvas px-3 py-2",
  } as const;
  return (
    <form onSubmit={save}>
      <label htmlFor={id} className="mb-1 block font-semibold text-label text-subtle">
        {label}
      </label>
      {multiline ? (
        <textarea {...shared} rows={4} onChange={(event) => setText(event.target.value)} />
      ) : (
        <input {...shared} onChange={(event) => setText(event.target.value)} />
      )}
      {failure !== undefined && (
        <p id={`${id}-note`} role="alert" className="mt-1 text-danger text-label">
          {failure}
        </p>
      )}
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={onDone} disabled={busy}>
          {t("app.cancel")}
        </Button>
        <Button type="submit" look="primary" busy={busy}>
          {t("app.save")}
        </Button>
      </div>
    </form>
  );
}
