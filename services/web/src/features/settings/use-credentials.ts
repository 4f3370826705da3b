import { type FormEvent, useState } from "react";
import { ApiError, explain, fieldErrors } from "../../api/problem";

type Words = Readonly<Record<string, string>> & { readonly current_password: string };

/** What a form that takes the password for a change says to whom. */
export interface Change<T extends Words> {
  readonly empty: T;
  /** Which field is told what belongs to none. */
  readonly blamed: keyof T & string;
  /** What is said of a wrong password. */
  readonly wrong: string;
  readonly send: (words: T) => Promise<void>;
}

/** A form that changes how one signs in, for which it takes the password. */
export function useCredentials<T extends Words>({ empty, blamed, wrong, send }: Change<T>) {
  const [words, setWords] = useState(empty);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await send(words);
      setWords(empty);
      setErrors({});
    } catch (error) {
      setErrors(faults(error, wrong, blamed));
    } finally {
      setBusy(false);
    }
  };
  const field = (name: keyof T & string) => ({
    value: words[name] ?? "",
    error: errors[name],
    required: true,
    onChange: (event: { target: { value: string } }) => setWords({ ...words, [name]: event.target.value }),
  });
  const isComplete = Object.values(words).every((word) => word !== "");
  return { submit, field, busy, isComplete };
}

/** A wrong password is told of the account, not of a field; here it can be one field only. */
function faults(error: unknown, wrong: string, blamed: string): Record<string, string> {
  if (error instanceof ApiError && error.code === "invalid_credentials") return { current_password: wrong };
  const byField = fieldErrors(error);
  return Object.keys(byField).length > 0 ? byField : { [blamed]: explain(error) };
}
