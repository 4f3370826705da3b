import { useTranslation } from "react-i18next";
import type { User } from "../../api/types";
import { ConfirmModal } from "../../ui/ConfirmModal";
import { useBlock } from "./use-block";

export interface BlockModalProps {
  readonly user: User;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Says what blocking means, before it is done. */
export function BlockModal({ user, open, onOpenChange }: BlockModalProps) {
  const { t } = useTranslation();
  const block = useBlock();
  return (
    <ConfirmModal
      open={open}
      onOpenChange={onOpenChange}
      title={t("blocks.title", { name: user.display_name })}
      text={t("blocks.text")}
      confirm={t("blocks.block")}
      onConfirm={async () => {
        await block(user.id, true);
      }}
    />
  );
}
