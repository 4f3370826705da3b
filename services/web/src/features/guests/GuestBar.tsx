import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { minLength, object, pipe, string, trim } from "valibot";
import { claimGuest } from "../../api/guests";
import { keys } from "../../api/keys";
import type { Me } from "../../api/types";
import { formatShort } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/toast";
import { NewPasswordField } from "../auth/NewPasswordField";
import { Refusal } from "../auth/Refusal";
import { SHORTEST, suggestHandle } from "../auth/strength";
import { useForm } from "../auth/use-form";
import { useSignInMethods } from "../auth/use-sign-in-methods";

const text = pipe(string(), trim(), minLength(1, "required"));
const schema = object({
  email: text,
  handle: text,
  password: pipe(string(), minLength(1, "required"), minLength(SHORTEST, "too_short")),
});
const ACTION = "min-h-7 shrink-0 px-1 font-semibold underline pointer-coarse:min-h-11";

/** Above everything that a guest sees: who they are here, until when, and how to stay. */
export function GuestBar({ me, workspace }: { readonly me: Me; readonly workspace: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [staying, setStaying] = useState(false);
  const mayStay = useSignInMethods().signup === "open";
  const rename = () => void navigate({ to: "/w/$workspace/settings/$tab", params: { workspace, tab: "profile" } });
  const until = formatShort(Date.parse(me.guest_until ?? ""));
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-3 bg-hover px-4 py-1 text-center text-ink text-meta">
      <p>{t("accounts.guest.bar", { name: me.display_name, time: until })}</p>
      <p className="flex flex-wrap justify-center gap-x-2">
        <button type="button" className={ACTION} onClick={rename}>
          {t("accounts.guest.rename")}
        </button>
        {mayStay && (
          <button type="button" className={ACTION} onClick={() => setStaying(true)}>
            {t("accounts.guest.stay")}
          </button>
        )}
      </p>
      <Dialog
        open={staying}
        onOpenChange={setStaying}
        title={t("accounts.guest.stay")}
        description={t("accounts.guest.stayText")}
      >
        <Claim me={me} />
      </Dialog>
    </div>
  );
}

function Claim({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { onSubmit, field, refusal, busy } = useForm({
    schema,
    submit: async (input) => {
      const now = await claimGuest(input);
      toast.success(t("accounts.guest.stayDone"));
      // The bar, and this dialog with it, goes.
      cache.setQueryData<Me>(keys.me, now);
    },
    fieldOf: { email_taken: "email", handle_taken: "handle" },
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <Field
        {...field("email")}
        type="email"
        label={t("auth.email")}
        autoComplete="email"
        spellCheck={false}
        autoFocus
      />
      <Field
        {...field("handle")}
        label={t("auth.handle")}
        hint={t("auth.handleHint")}
        defaultValue={suggestHandle(me.display_name)}
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
      />
      <NewPasswordField {...field("password")} label={t("auth.password")} />
      <Refusal error={refusal} />
      <Button type="submit" look="primary" busy={busy}>
        {t("accounts.guest.create")}
      </Button>
    </form>
  );
}
