import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { minLength, object, pipe, string, trim } from "valibot";
import { signUp } from "../../api/auth";
import type { Me } from "../../api/types";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { NewPasswordField } from "./NewPasswordField";
import { Refusal } from "./Refusal";
import { SHORTEST, suggestHandle } from "./strength";
import { useForm } from "./use-form";

const text = pipe(string(), trim(), minLength(1, "required"));
const schema = object({
  display_name: text,
  email: text,
  handle: text,
  password: pipe(string(), minLength(1, "required"), minLength(SHORTEST, "too_short")),
});

export interface SignUpFormProps {
  /** The invitation one came with: some servers ask for one. */
  readonly invite: string | undefined;
  readonly onDone: (me: Me) => void;
}

export function SignUpForm({ invite, onDone }: SignUpFormProps) {
  const { t } = useTranslation();
  const handle = useRef<HTMLInputElement>(null);
  const suggested = useRef("");
  const { onSubmit, field, refusal, busy } = useForm({
    schema,
    submit: async (input) => onDone((await signUp(invite === undefined ? input : { ...input, invite })).user),
    fieldOf: { email_taken: "email", handle_taken: "handle" },
  });
  const suggest = (name: string) => {
    if (!handle.current || handle.current.value !== suggested.current) return;
    suggested.current = suggestHandle(name);
    handle.current.value = suggested.current;
  };
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <Field
        {...field("display_name")}
        label={t("auth.displayName")}
        autoComplete="name"
        autoFocus
        onBlur={(event) => suggest(event.currentTarget.value)}
      />
      <Field {...field("email")} type="email" label={t("auth.email")} autoComplete="email" spellCheck={false} />
      <Field
        {...field("handle")}
        ref={handle}
        label={t("auth.handle")}
        hint={t("auth.handleHint")}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
      />
      <NewPasswordField {...field("password")} label={t("auth.password")} />
      <Refusal error={refusal} />
      <Button type="submit" look="primary" busy={busy}>
        {t("auth.signUp")}
      </Button>
    </form>
  );
}
