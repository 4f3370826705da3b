import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type GenericSchema, type InferOutput, safeParse } from "valibot";
import { explain, fieldErrors } from "../../api/problem";

type Errors = Readonly<Record<string, string>>;

export interface FormOptions<S extends GenericSchema> {
  /** Its messages are codes of `errors.field`. */
  readonly schema: S;
  readonly submit: (input: InferOutput<S>) => Promise<void>;
  /** The field that a refusal of this code is about. */
  readonly fieldOf?: Readonly<Record<string, string>>;
}

/**
 * A form whose fields keep their own text. The screens before sign-in are most people's first sight of the client, so
 * they do without the form library that the settings have (11 KB of the 130 KB that such a screen may weigh).
 */
export function useForm<S extends GenericSchema>({ schema, submit, fieldOf = {} }: FormOptions<S>) {
  const { t } = useTranslation();
  const [errors, setErrors] = useState<Errors>({});
  const [refusal, setRefusal] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  const show = (form: HTMLFormElement, found: Errors) => {
    setErrors(found);
    const first = [...form.elements].find((one) => one instanceof HTMLInputElement && found[one.name] !== undefined);
    if (first instanceof HTMLElement) first.focus();
  };

  const refuse = (form: HTMLFormElement, error: unknown) => {
    const field = fieldOf[(error as { readonly code?: string }).code ?? ""];
    const told = field === undefined ? fieldErrors(error) : { [field]: explain(error) };
    const known = Object.fromEntries(Object.entries(told).filter(([name]) => form.elements.namedItem(name) !== null));
    if (Object.keys(known).length === 0) setRefusal(error);
    else show(form, known);
  };

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setRefusal(undefined);
    const read = safeParse(schema, Object.fromEntries(new FormData(form)));
    if (!read.success) {
      const faults = read.issues.map((issue) => {
        const limit = typeof issue.requirement === "number" ? issue.requirement : 0;
        const text = t(`errors.field.${issue.message as "required"}`, { limit });
        return [String(issue.path?.[0]?.key ?? ""), text] as const;
      });
      // The first fault of a field is the one to mend first.
      return show(form, Object.fromEntries(faults.reverse()));
    }
    setErrors({});
    setBusy(true);
    try {
      await submit(read.output);
    } catch (error) {
      refuse(form, error);
    } finally {
      setBusy(false);
    }
  };

  /** What a field of this name needs; its fault goes when it is written in. */
  const field = (name: string) => ({
    name,
    error: errors[name],
    onInput: () => setErrors(({ [name]: _mended, ...rest }) => rest),
  });

  return { onSubmit, field, refusal, busy };
}
