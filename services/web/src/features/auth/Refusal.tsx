import { useTranslation } from "react-i18next";
import { ApiError, explain } from "../../api/problem";

/** Why a form was refused as a whole. What broke on our side has a number to tell us. */
export function Refusal({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  if (error === undefined) return null;
  const request = error instanceof ApiError && error.problem.status >= 500 ? error.problem.request_id : null;
  return (
    <div role="alert" className="rounded-control border border-danger px-3 py-2 text-danger text-meta">
      {explain(error)}
      {request !== null && <span className="block text-label text-muted">{t("auth.request", { id: request })}</span>}
    </div>
  );
}
