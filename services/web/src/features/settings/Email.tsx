import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { changeEmail } from "../../api/auth";
import { keys } from "../../api/keys";
import type { Me } from "../../api/types";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/toast";
import { useMe } from "../channels/use-channels";
import { useCredentials } from "./use-credentials";

/** The address for signing in and mails; it takes the password to change it. */
export function Email() {
  const { t } = useTranslation();
  const me = useMe();
  const cache = useQueryClient();
  const { submit, field, busy, isComplete } = useCredentials({
    empty: { email: "", current_password: "" },
    blamed: "email",
    wrong: t("accounts.email.wrong"),
    send: async (words) => {
      cache.setQueryData<Me>(keys.me, await changeEmail(words));
      toast.success(t("accounts.email.done"));
    },
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
      <Button type="submit" look="primary" busy={busy} disabled={!isComplete} className="self-start">
        {t("accounts.email.change")}
      </Button>
    </form>
  );
}
