import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { changePassword } from "../../api/auth";
import { keys } from "../../api/keys";
import { ApiError, explain, fieldErrors } from "../../api/problem";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/toast";
import { useMe } from "../channels/use-channels";

const EMPTY = { current_password: "", new_password: "" };

export function Password() {
  const { t } = useTranslation();
  const me = useMe();
  const cache = useQueryClient();
  const [words, setWords] = useState(EMPTY);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await changePassword(words);
      setWords(EMPTY);
      setErrors({});
      toast.success(t("preferences.password.done"));
      await cache.invalidateQueries({ queryKey: keys.sessions });
    } catch (error) {
      setErrors(faults(error, t("preferences.password.wrong")));
    } finally {
      setBusy(false);
    }
  };
  const field = (name: keyof typeof EMPTY) => ({
    type: "password",
    value: words[name],
    error: errors[name],
    required: true,
    onChange: (event: { target: { value: string } }) => setWords({ ...words, [name]: event.target.value }),
  });
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <h3 className="font-semibold text-title">{t("preferences.password.title")}</h3>
      {/* So that a password manager knows whose it is. */}
      <input type="text" name="username" autoComplete="username" value={me.handle} readOnly hidden />
      <Field label={t("preferences.password.current")} autoComplete="current-password" {...field("current_password")} />
      <Field
        label={t("preferences.password.new")}
        hint={t("preferences.password.hint")}
        autoComplete="new-password"
        minLength={8}
        {...field("new_password")}
      />
      <p className="text-meta text-muted">{t("preferences.password.others")}</p>
      <Button
        type="submit"
        look="primary"
        busy={busy}
        disabled={words.current_password === "" || words.new_password === ""}
        className="self-start"
      >
        {t("preferences.password.change")}
      </Button>
    </form>
  );
}

/** A wrong password is told of the account, not of a field; here it can be one field only. */
function faults(error: unknown, wrong: string): Record<string, string> {
  if (error instanceof ApiError && error.code === "invalid_credentials") return { current_password: wrong };
  const byField = fieldErrors(error);
  return Object.keys(byField).length > 0 ? byField : { new_password: explain(error) };
}
