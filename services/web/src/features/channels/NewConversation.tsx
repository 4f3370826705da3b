import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { User } from "../../api/types";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import type { DialogProps } from "../workspaces/DialogHost";
import { PeoplePicker } from "./PeoplePicker";
import { useMe } from "./use-channels";
import { useOpenDm } from "./use-open-dm";

/** A group conversation has at most nine people, oneself included. */
const MOST_OTHERS = 8;

export function NewConversation({ workspace, onClose }: DialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const openDm = useOpenDm(workspace);
  const [chosen, setChosen] = useState<readonly User[]>([]);
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    if (await openDm(chosen.map((user) => user.id))) onClose();
    else setBusy(false);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("channels.newDirect")}
      description={t("channels.newDirectHint")}
    >
      <PeoplePicker
        workspace={workspace}
        chosen={chosen}
        onChange={setChosen}
        without={new Set([me.id])}
        most={MOST_OTHERS}
      />
      <Button
        look="primary"
        className="mt-4 w-full"
        busy={busy}
        disabled={chosen.length === 0}
        onClick={() => void start()}
      >
        {t("channels.startConversation")}
      </Button>
    </Dialog>
  );
}
