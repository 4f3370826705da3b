import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Mail, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { explain } from "../../api/problem";
import type { GivenInvite } from "../../api/types";
import { invites, revokeInvite } from "../../api/workspaces";
import { formatShort } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { ConfirmModal } from "../../ui/ConfirmModal";
import { CopyButton } from "../../ui/CopyButton";
import { Dialog } from "../../ui/Dialog";
import { EmptyState } from "../../ui/EmptyState";
import { Failed } from "../../ui/Failed";
import { IconButton } from "../../ui/IconButton";
import { attempt } from "../../use-task";
import type { DialogProps } from "./DialogHost";
import { useDialogs } from "./dialogs";
import { linkOf } from "./invite-terms";

/** The invitations that were given out: all of them for those who manage people, one's own for the rest. */
export function Invites({ workspace, onClose }: DialogProps) {
  const { t } = useTranslation();
  const open = useDialogs((state) => state.open);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.invites(workspace),
    queryFn: () => invites(workspace),
    staleTime: 0,
  });
  return (
    <Dialog open onOpenChange={(shown) => shown || onClose()} title={t("channels.invites")} wide>
      {error !== null && <Failed text={explain(error)} onRetry={() => void refetch()} />}
      <ul aria-busy={isPending} aria-label={t("channels.invites")} className="divide-y divide-line">
        {data?.data.map((invite) => (
          <li key={invite.code}>
            <Given workspace={workspace} invite={invite} />
          </li>
        ))}
      </ul>
      {data?.data.length === 0 && <EmptyState icon={<Mail />} title={t("workspace.invite.none")} />}
      <Button look="primary" className="mt-4" onClick={() => open("invite")}>
        {t("channels.createInvite")}
      </Button>
    </Dialog>
  );
}

function Given({ workspace, invite }: { readonly workspace: string; readonly invite: GivenInvite }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const link = linkOf(invite.code, location.origin);
  const over = invite.expires_at !== null && Date.parse(invite.expires_at) <= Date.now();
  const used = invite.max_uses !== null && invite.uses >= invite.max_uses;
  const revoke = async () => {
    await attempt(revokeInvite(workspace, invite.code));
    await cache.invalidateQueries({ queryKey: keys.invites(workspace) });
  };
  return (
    <div className="flex items-center gap-2 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="truncate font-mono text-meta">{link}</p>
        <p className="text-label text-muted">
          {t(`people.role.${invite.role}`)}
          {" · "}
          {invite.max_uses === null
            ? t("workspace.invite.used", { count: invite.uses })
            : t("workspace.invite.usedOf", { count: invite.uses, most: invite.max_uses })}
          {" · "}
          {invite.expires_at === null
            ? t("workspace.invite.life.ever")
            : t(over ? "workspace.invite.ended" : "workspace.invite.endsAt", {
                time: formatShort(Date.parse(invite.expires_at)),
              })}
        </p>
      </div>
      {!over && !used && <CopyButton text={link} label={t("app.copy")} />}
      <IconButton label={t("workspace.invite.revoke")} icon={<Trash2 size={16} />} onClick={() => setAsking(true)} />
      <ConfirmModal
        open={asking}
        onOpenChange={setAsking}
        title={t("workspace.invite.revokeTitle")}
        text={t("workspace.invite.revokeText")}
        confirm={t("workspace.invite.revoke")}
        onConfirm={revoke}
      />
    </div>
  );
}
