import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { minLength, object, pipe, string } from "valibot";
import { resetPassword } from "../api/auth";
import { ApiError } from "../api/client";
import { Door } from "../features/auth/Door";
import { DoorLink } from "../features/auth/DoorLink";
import { NewPasswordField } from "../features/auth/NewPasswordField";
import { Refusal } from "../features/auth/Refusal";
import { SHORTEST } from "../features/auth/strength";
import { useForm } from "../features/auth/use-form";
import { Button } from "../ui/Button";

const schema = object({ new_password: pipe(string(), minLength(1, "required"), minLength(SHORTEST, "too_short")) });

/** Where the link of the mail leads. Its token stands behind the `#`, which no server and no log ever sees. */
export function ResetScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [token] = useState(() => location.hash.slice(1));
  const [state, setState] = useState<"asking" | "done" | "gone">(token === "" ? "gone" : "asking");
  // Nor does it stay in the address, for who looks over a shoulder or goes back.
  useEffect(() => history.replaceState(history.state, "", location.pathname), []);
  const signIn = <DoorLink to="/sign-in">{t("accounts.forgot.back")}</DoorLink>;
  switch (state) {
    case "asking":
      return (
        <Door title={t("accounts.reset.title")} footer={signIn}>
          <Choose token={token} onDone={() => setState("done")} onGone={() => setState("gone")} />
        </Door>
      );
    case "done":
      return (
        <Door title={t("accounts.reset.doneTitle")}>
          <p role="status" className="mb-4">
            {t("accounts.reset.doneText")}
          </p>
          <Button look="primary" className="w-full" autoFocus onClick={() => void navigate({ to: "/sign-in" })}>
            {t("auth.signIn")}
          </Button>
        </Door>
      );
    case "gone":
      return (
        <Door title={t("accounts.reset.goneTitle")} footer={signIn}>
          <p role="status" className="mb-4">
            {t("accounts.reset.goneText")}
          </p>
          <Button look="primary" className="w-full" autoFocus onClick={() => void navigate({ to: "/forgot" })}>
            {t("accounts.reset.another")}
          </Button>
        </Door>
      );
  }
}

interface ChooseProps {
  readonly token: string;
  readonly onDone: () => void;
  readonly onGone: () => void;
}

function Choose({ token, onDone, onGone }: ChooseProps) {
  const { t } = useTranslation();
  const { onSubmit, field, refusal, busy } = useForm({
    schema,
    submit: async ({ new_password }) => {
      try {
        await resetPassword({ token, new_password });
        onDone();
      } catch (error) {
        if (error instanceof ApiError && error.code === "reset_link_gone") onGone();
        else throw error;
      }
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <NewPasswordField {...field("new_password")} label={t("auth.password")} autoFocus />
      <p className="text-meta text-muted">{t("accounts.reset.others")}</p>
      <Refusal error={refusal} />
      <Button type="submit" look="primary" busy={busy}>
        {t("accounts.reset.save")}
      </Button>
    </form>
  );
}
