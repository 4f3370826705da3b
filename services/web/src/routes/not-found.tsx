import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/EmptyState";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className="grid h-full place-items-center">
      <EmptyState
        icon={<Compass />}
        title={t("app.notFound")}
        text={t("app.notFoundHint")}
        action={
          <Link to="/" className="font-semibold text-link underline">
            {t("app.goHome")}
          </Link>
        }
      />
    </main>
  );
}
