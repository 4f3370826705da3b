import { useTranslation } from "react-i18next";
import { minLength, object, optional, pipe, string, trim } from "valibot";
import { signIn } from "../../api/auth";
import type { Me } from "../../api/types";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { DoorLink } from "./DoorLink";
import { PasswordField } from "./PasswordField";
import { Refusal } from "./Refusal";
import { useForm } from "./use-form";

const schema = object({
  login: pipe(string(), trim(), minLength(1, "required")),
  password: pipe(string(), minLength(1, "required")),
  remember: optional(string()),
});

export function SignInForm({ onDone }: { readonly onDone: (me: Me) => void }) {
  const { t } = useTranslation();
  const { onSubmit, field, refusal, busy } = useForm({
    schema,
    submit: async ({ remember, ...input }) =>
      onDone((await signIn({ ...input, remember: remember !== undefined })).user),
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <Field
        {...field("login")}
        label={t("auth.login")}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        autoFocus
      />
      <PasswordField {...field("password")} label={t("auth.password")} autoComplete="current-password" />
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-meta">
        <label className="flex min-h-6 items-center gap-2 pointer-coarse:min-h-11">
          <input type="checkbox" name="remember" defaultChecked className="size-4 accent-accent" />
          {t("auth.remember")}
        </label>
        <DoorLink to="/forgot">{t("auth.forgot")}</DoorLink>
      </div>
      <Refusal error={refusal} />
      <Button type="submit" look="primary" busy={busy}>
        {t("auth.signIn")}
      </Button>
    </form>
  );
}
