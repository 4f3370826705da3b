import { useState } from "react";
import { useTranslation } from "react-i18next";
import { minLength, object, pipe, string, trim } from "valibot";
import { forgotPassword } from "../api/auth";
import { Door } from "../features/auth/Door";
import { DoorLink } from "../features/auth/DoorLink";
import { Refusal } from "../features/auth/Refusal";
import { useForm } from "../features/auth/use-form";
import { useSignInMethods } from "../features/auth/use-sign-in-methods";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";

const schema = object({ email: pipe(string(), trim(), minLength(1, "required")) });

/** Asks for a mail with a link, where mail is sent. Whether an account has the address is told in that mail alone. */
export function ForgotScreen() {
  const { t } = useTranslation();
  const [sentTo, setSentTo] = useState<string>();
  const { mail } = useSignInMethods();
  const back = <DoorLink to="/sign-in">{t("accounts.forgot.back")}</DoorLink>;
  if (!mail) {
    return (
      <Door title={t("accounts.forgot.title")} footer={back}>
        <p role="status">{t("accounts.forgot.noMail")}</p>
      </Door>
    );
  }
  if (sentTo !== undefined) {
    return (
      <Door title={t("accounts.forgot.sentTitle")} footer={back}>
        <div role="status" className="flex flex-col gap-3">
          <p className="break-words">{t("accounts.forgot.sentText", { email: sentTo })}</p>
          <p className="text-meta text-muted">{t("accounts.forgot.sentHint")}</p>
        </div>
        <Button className="mt-4 w-full" onClick={() => setSentTo(undefined)}>
          {t("accounts.forgot.again")}
        </Button>
      </Door>
    );
  }
  return (
    <Door title={t("accounts.forgot.title")} footer={back}>
      <Ask onSent={setSentTo} />
    </Door>
  );
}

function Ask({ onSent }: { readonly onSent: (email: string) => void }) {
  const { t } = useTranslation();
  const { onSubmit, field, refusal, busy } = useForm({
    schema,
    submit: async ({ email }) => {
      await forgotPassword(email);
      onSent(email);
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <p className="text-muted">{t("accounts.forgot.text")}</p>
      <Field
        {...field("email")}
        type="email"
        label={t("auth.email")}
        autoComplete="email"
        spellCheck={false}
        autoFocus
      />
      <Refusal error={refusal} />
      <Button type="submit" look="primary" busy={busy}>
        {t("accounts.forgot.send")}
      </Button>
    </form>
  );
}
