import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import { cx } from "./cx";

export interface FailedProps {
  /** Why it is not there. */
  readonly text: string;
  readonly onRetry: () => void;
  readonly className?: string;
}

/** In the place of what could not be loaded: why, and the way to ask for it again. */
export function Failed({ text, onRetry, className }: FailedProps) {
  const { t } = useTranslation();
  return (
    <div
      role="alert"
      className={cx("flex flex-wrap items-center gap-x-3 gap-y-2 rounded-menu bg-sidebar py-2 pr-2 pl-3", className)}
    >
      <TriangleAlert size={16} aria-hidden="true" className="shrink-0 text-danger" />
      <p className="min-w-40 flex-1 text-meta text-muted">{text}</p>
      <Button onClick={onRetry}>{t("app.retry")}</Button>
    </div>
  );
}
