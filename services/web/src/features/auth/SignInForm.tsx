import { valibotResolver } from "@hookform/resolvers/valibot";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { boolean, minLength, object, pipe, string, trim } from "valibot";
import { signIn } from "../../api/auth";
import { explain } from "../../api/problem";
import type { Me } from "../../api/types";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";

const schema = object({
  login: pipe(string(), trim(), minLength(1)),
  password: pipe(string(), minLength(1)),
  remember: boolean(),
});

export function SignInForm({ onDone }: { readonly onDone: (me: Me) => void }) {
  const { t } = useTranslation();
  const [failure, setFailure] = useState<string>();
  const { register, handleSubmit, formState } = useForm({
    resolver: valibotResolver(schema),
    defaultValues: { login: "", password: "", remember: true },
  });
  const submit = handleSubmit(async (input) => {
    setFailure(undefined);
    try {
      onDone((await signIn(input)).user);
    } catch (error) {
      setFailure(explain(error));
    }
  });
  const needed = (field: "login" | "password") => (formState.errors[field] ? t("errors.field.required") : undefined);
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field
        {...register("login")}
        label={t("auth.login")}
        error={needed("login")}
        autoComplete="username"
        autoCapitalize="none"
        autoFocus
      />
      <PasswordField
        {...register("password")}
        label={t("auth.password")}
        error={needed("password")}
        autoComplete="current-password"
      />
      <label className="flex min-h-6 items-center gap-2 text-meta">
        <input type="checkbox" {...register("remember")} className="size-4 accent-accent" />
        {t("auth.remember")}
      </label>
      {failure !== undefined && (
        <p role="alert" className="text-danger text-meta">
          {failure}
        </p>
      )}
      <Button type="submit" look="primary" busy={formState.isSubmitting}>
        {t("auth.signIn")}
      </Button>
    </form>
  );
}

export function PasswordField(props: React.ComponentProps<typeof Field>) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...props}
      type={shown ? "text" : "password"}
      after={
        <button
          type="button"
          onClick={() => setShown(!shown)}
          aria-label={t(shown ? "auth.hidePassword" : "auth.showPassword")}
          className="grid size-10 shrink-0 place-items-center text-muted hover:text-ink"
        >
          {shown ? <EyeOff size={18} /> : <Eye size={18} />}
        </button>
      }
    />
  );
}
