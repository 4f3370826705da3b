import { useTranslation } from "react-i18next";
import type { User } from "../../api/types";
import { Button } from "../../ui/Button";
import { useTask } from "../../use-task";
import { useBlock } from "./use-block";

/** In the place of the composer, in a conversation with somebody I have blocked. */
export function BlockedWriting({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const block = useBlock();
  const { busy, run } = useTask();
  return (
    <div className="flex flex-wrap items-center justify-center gap-3 border-line border-t px-5 py-3 text-muted">
      <p>{t("blocks.cannotWrite", { name: user.display_name })}</p>
      <Button busy={busy} onClick={() => void run(() => block(user.id, false))}>
        {t("blocks.unblock")}
      </Button>
    </div>
  );
}
