import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { putMember } from "../../../api/channels";
import { keys } from "../../../api/keys";
import { explain } from "../../../api/problem";
import type { Channel, User } from "../../../api/types";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { toast } from "../../../ui/toast";
import { PeoplePicker } from "../PeoplePicker";
import { useMembers } from "./use-members";

/** The server takes one at a time; more would be minutes of waiting. */
const AT_ONCE = 20;

export function AddPeople({ channel, onClose }: { readonly channel: Channel; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { all } = useMembers(channel.id, "");
  const [chosen, setChosen] = useState<readonly User[]>([]);
  const [busy, setBusy] = useState(false);
  const add = async () => {
    setBusy(true);
    const done = await Promise.allSettled(chosen.map((user) => putMember(channel.id, user.id)));
    const refused = done.find((one) => one.status === "rejected");
    await cache.invalidateQueries({ queryKey: keys.members(channel.id) });
    setBusy(false);
    if (!refused) return onClose();
    // Who was refused stays chosen: the rest is in.
    setChosen(chosen.filter((_, index) => done[index]?.status === "rejected"));
    toast.error(explain(refused.reason));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("details.addTitle", { channel: channel.name ?? "" })}
      description={channel.kind === "private" ? t("details.addPrivateHint") : undefined}
    >
      <PeoplePicker
        workspace={channel.workspace_id}
        chosen={chosen}
        onChange={setChosen}
        without={new Set(all.map((member) => member.user.id))}
        most={AT_ONCE}
      />
      <Button
        look="primary"
        className="mt-4 w-full"
        busy={busy}
        disabled={chosen.length === 0}
        onClick={() => void add()}
      >
        {t("details.add", { count: chosen.length })}
      </Button>
    </Dialog>
  );
}
