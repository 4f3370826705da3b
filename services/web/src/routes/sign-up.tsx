import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Door } from "../features/auth/Door";
import { SignUpForm } from "../features/auth/SignUpForm";

export function SignUpScreen() {
  const { t } = useTranslation();
  const { next } = useSearch({ from: "/sign-up" });
  const navigate = useNavigate();
  return (
    <Door
      title={t("auth.welcome")}
      footer={
        <>
          {t("auth.haveAccount")}{" "}
          <Link to="/sign-in" search={next === undefined ? {} : { next }} className="font-semibold text-link underline">
            {t("auth.signIn")}
          </Link>
        </>
      }
    >
      <SignUpForm onDone={() => navigate({ to: next ?? "/" })} />
    </Door>
  );
}
