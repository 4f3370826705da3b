import { type ReactNode, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ErrorBoundary } from "./ErrorBoundary";
import { toast } from "./toast";

interface Props {
  readonly children: ReactNode;
  /** What stands there until it is loaded. */
  readonly until?: ReactNode;
}

/** Around a part that is loaded when it is first wanted: says so when it cannot be, and the rest of the page stays. */
export function LazyPart({ children, until = null }: Props) {
  return (
    <ErrorBoundary fallback={<NotLoaded />}>
      <Suspense fallback={until}>{children}</Suspense>
    </ErrorBoundary>
  );
}

function NotLoaded() {
  const { t } = useTranslation();
  useEffect(() => {
    toast.error(t("app.partFailed"), {
      id: "part-failed",
      action: { label: t("link.reload"), onClick: () => location.reload() },
    });
  }, [t]);
  return null;
}
