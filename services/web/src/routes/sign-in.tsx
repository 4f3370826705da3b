import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Door } from "../features/auth/Door";
import { DoorLink } from "../features/auth/DoorLink";
import { SignInForm } from "../features/auth/SignInForm";

export function SignInScreen() {
  const { t } = useTranslation();
  const { next } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  return (
    <Door
      title={t("auth.welcomeBack")}
      footer={
        <>
          {t("auth.noAccount")}{" "}
          <DoorLink to="/sign-up" search={next === undefined ? {} : { next }}>
            {t("auth.signUp")}
          </DoorLink>
        </>
      }
    >
      <SignInForm onDone={() => navigate({ href: next ?? "/" })} />
    </Door>
  );
}
