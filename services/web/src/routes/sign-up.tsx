import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Door } from "../features/auth/Door";
import { DoorLink } from "../features/auth/DoorLink";
import { inviteIn } from "../features/auth/next";
import { SignUpForm } from "../features/auth/SignUpForm";

export function SignUpScreen() {
  const { t } = useTranslation();
  const { next } = useSearch({ from: "/sign-up" });
  const navigate = useNavigate();
  const invite = inviteIn(next);
  return (
    <Door
      title={t("auth.welcome")}
      footer={
        <>
          {t("auth.haveAccount")}{" "}
          <DoorLink to="/sign-in" search={next === undefined ? {} : { next }}>
            {t("auth.signIn")}
          </DoorLink>
        </>
      }
    >
      {/* Who signs up with an invitation is in by then. */}
      <SignUpForm invite={invite} onDone={() => navigate({ href: invite === undefined ? (next ?? "/") : "/" })} />
    </Door>
  );
}
