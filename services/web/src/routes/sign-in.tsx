import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Door } from "../features/auth/Door";
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
          <Link to="/sign-up" search={next === undefined ? {} : { next }} className="font-semibold text-link underline">
            {t("auth.signUp")}
          </Link>
        </>
      }
    >
      <SignInForm onDone={() => navigate({ to: next ?? "/" })} />
    </Door>
  );
}
