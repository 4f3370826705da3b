import { valibotResolver } from "@hookform/resolvers/valibot";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { minLength, object, pipe, string, trim } from "valibot";
import { signUp } from "../../api/auth";
import { explain, fieldErrors } from "../../api/problem";
import type { Me } from "../../api/types";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { PasswordField } from "./SignInForm";

const text = pipe(string(), trim(), minLength(1));
const schema = object({ display_name: text, email: text, handle: text, password: pipe(string(), minLength(8)) });

const TAKEN: Record<string, "email" | "handle"> = { email_taken: "email", handle_taken: "handle" };

export function SignUpForm({ onDone }: { readonly onDone: (me: Me) => void }) {
  const { t } = useTranslation();
  const [failure, setFailure] = useState<string>();
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: valibotResolver(schema),
    defaultValues: { display_name: "", email: "", handle: "", password: "" },
  });
  const submit = handleSubmit(async (input) => {
    setFailure(undefined);
    try {
      onDone((await signUp(input)).user);
    } catch (error) {
      const faults = Object.entries(fieldErrors(error));
      for (const [field, message] of faults) setError(field as keyof typeof input, { message });
      const taken = TAKEN[(error as { code?: string }).code ?? ""];
      if (taken) setError(taken, { message: explain(error) });
      else if (faults.length === 0) setFailure(explain(error));
    }
  });
  const fault = (field: keyof typeof formState.errors) => {
    const error = formState.errors[field as "email"];
    if (!error) return undefined;
    if (error.type === undefined || error.type === "custom") return error.message;
    return field === "password" ? t("errors.field.too_short", { limit: 8 }) : t("errors.field.required");
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field
        {...register("display_name")}
        label={t("auth.displayName")}
        error={fault("display_name")}
        autoComplete="name"
        autoFocus
      />
      <Field {...register("email")} type="email" label={t("auth.email")} error={fault("email")} autoComplete="email" />
      <Field
        {...register("handle")}
        label={t("auth.handle")}
        hint={t("auth.handleHint")}
        error={fault("handle")}
        autoComplete="username"
        autoCapitalize="none"
      />
      <PasswordField
        {...register("password")}
        label={t("auth.password")}
        hint={t("auth.passwordHint")}
        error={fault("password")}
        autoComplete="new-password"
      />
      {failure !== undefined && (
        <p role="alert" className="text-danger text-meta">
          {failure}
        </p>
      )}
      <Button type="submit" look="primary" busy={formState.isSubmitting}>
        {t("auth.signUp")}
      </Button>
    </form>
  );
}
