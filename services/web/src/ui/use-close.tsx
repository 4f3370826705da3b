import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmModal } from "./ConfirmModal";

/** Closes a dialog at once when nothing in it was changed, and asks before it throws something away. */
export function useClose(
  dirty: boolean,
  onClose: () => void,
): { readonly close: () => void; readonly question: ReactNode } {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return {
    close: () => (dirty ? setAsking(true) : onClose()),
    question: (
      <ConfirmModal
        open={asking}
        onOpenChange={setAsking}
        title={t("preferences.discardTitle")}
        text={t("preferences.discardText")}
        confirm={t("preferences.discard")}
        onConfirm={onClose}
      />
    ),
  };
}
