import { Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

/** What is left of a deleted message: its place, so that a thread below it keeps its head. */
export function Tombstone() {
  const { t } = useTranslation();
  return (
    <p className="flex items-center gap-1.5 text-muted">
      <Trash2 size={14} aria-hidden="true" />
      {t("messages.deleted")}
    </p>
  );
}
