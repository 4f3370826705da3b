import { useTranslation } from "react-i18next";
import { ConfirmModal } from "../../ui/ConfirmModal";

export interface MassMentionProps {
  readonly open: boolean;
  readonly people: number;
  readonly onOpenChange: (open: boolean) => void;
  readonly onConfirm: () => void | Promise<void>;
}

/** Whether it is meant to call so many people at once. */
export function MassMention({ people, ...modal }: MassMentionProps) {
  const { t } = useTranslation();
  return (
    <ConfirmModal
      {...modal}
      look="primary"
      title={t("inbox.massTitle", { count: people })}
      text={t("inbox.massText")}
      confirm={t("inbox.massConfirm")}
    />
  );
}
