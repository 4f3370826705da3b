import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Door } from "../features/auth/Door";
import { DoorLink } from "../features/auth/DoorLink";
import { inviteIn } from "../features/auth/next";
import { SignUpForm } from "../features/auth/SignUpForm";
import { useSignInMethods } from "../features/auth/use-sign-in-methods";

export function SignUpScreen() {
  const { t } = useTranslation();
  const { next } = useSearch({ from: "/sign-up" });
  const navigate = useNavigate();
  const invite = inviteIn(next);
  const { signup } = useSignInMethods();
  const closed = signup === "closed" || (signup === "invite" && invite === undefined);
  const title = signup === "closed" ? "auth.closedTitle" : closed ? "auth.inviteOnlyTitle" : "auth.welcome";
  return (
    <Door
      title={t(title)}
      footer={
        <>
          {t("auth.haveAccount")}{" "}
          <DoorLink to="/sign-in" search={next === undefined ? {} : { next }}>
            {t("auth.signIn")}
          </DoorLink>
        </>
      }
    >
      {closed ? (
        <p role="status">{t(signup === "closed" ? "auth.closedText" : "auth.inviteOnlyText")}</p>
      ) : (
        // Who signs up with an invitation is in by then.
        <SignUpForm invite={invite} onDone={() => navigate({ href: invite === undefined ? (next ?? "/") : "/" })} />
      )}
    </Door>
  );
}
