import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { changeEmail } from "../../api/auth";
import { keys } from "../../api/keys";
import { ApiError, explain, fieldErrors } from "../../api/problem";
import type { Me } from "../../api/types";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/toast";
import { useMe } from "../channels/use-channels";

const EMPTY = { email: "", current_password: "" };

/** The address for signing in and mails; it takes the password to change it. */
export function Email() {
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
      cache.setQueryData<Me>(keys.me, await changeEmail(words));
      setWords(EMPTY);
      setErrors({});
      toast.success(t("accounts.email.done"));
    } catch (error) {
      setErrors(faults(error, t("accounts.email.wrong")));
    } finally {
      setBusy(false);
    }
  };
  const field = (name: keyof typeof EMPTY) => ({
    value: words[name],
    error: errors[name],
    required: true,
    onChange: (event: { target: { value: string } }) => setWords({ ...words, [name]: event.target.value }),
  });
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <h3 className="font-semibold text-title">{t("accounts.email.title")}</h3>
      <p className="break-words text-muted">{t("accounts.email.now", { email: me.email })}</p>
      <Field label={t("accounts.email.new")} type="email" autoComplete="email" spellCheck={false} {...field("email")} />
      <Field
        label={t("accounts.email.password")}
        type="password"
        autoComplete="current-password"
        {...field("current_password")}
      />
      <p className="text-meta text-muted">{t("accounts.email.told")}</p>
      <Button
        type="submit"
        look="primary"
        busy={busy}
        disabled={words.email === "" || words.current_password === ""}
        className="self-start"
      >
        {t("accounts.email.change")}
      </Button>
    </form>
  );
}

/** A wrong password is told of the account, not of a field; here it can be one field only. */
function faults(error: unknown, wrong: string): Record<string, string> {
  if (error instanceof ApiError && error.code === "invalid_credentials") return { current_password: wrong };
  const byField = fieldErrors(error);
  return Object.keys(byField).length > 0 ? byField : { email: explain(error) };
}
