import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { changePassword } from "../../api/auth";
import { keys } from "../../api/keys";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/toast";
import { useMe } from "../channels/use-channels";
import { useCredentials } from "./use-credentials";

export function Password() {
  const { t } = useTranslation();
  const me = useMe();
  const cache = useQueryClient();
  const { submit, field, busy, isComplete } = useCredentials({
    empty: { current_password: "", new_password: "" },
    blamed: "new_password",
    wrong: t("preferences.password.wrong"),
    send: async (words) => {
      await changePassword(words);
      toast.success(t("preferences.password.done"));
      await cache.invalidateQueries({ queryKey: keys.sessions });
    },
  });
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <h3 className="font-semibold text-title">{t("preferences.password.title")}</h3>
      {/* So that a password manager knows whose it is. */}
      <input type="text" name="username" autoComplete="username" value={me.handle} readOnly hidden />
      <Field
        label={t("preferences.password.current")}
        type="password"
        autoComplete="current-password"
        {...field("current_password")}
      />
      <Field
        label={t("preferences.password.new")}
        type="password"
        hint={t("preferences.password.hint")}
        autoComplete="new-password"
        minLength={8}
        {...field("new_password")}
      />
      <p className="text-meta text-muted">{t("preferences.password.others")}</p>
      <Button type="submit" look="primary" busy={busy} disabled={!isComplete} className="self-start">
        {t("preferences.password.change")}
      </Button>
    </form>
  );
}
