import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { managesWorkspace } from "../../api/permissions";
import { explain } from "../../api/problem";
import type { WorkspaceRole } from "../../api/types";
import { createInvite } from "../../api/workspaces";
import { Button } from "../../ui/Button";
import { CopyField } from "../../ui/CopyField";
import { Dialog } from "../../ui/Dialog";
import { Select } from "../../ui/Select";
import { isDirect, useMyChannels, useWorkspace } from "../channels/use-channels";
import type { DialogProps } from "./DialogHost";
import { useDialogs } from "./dialogs";
import { LIVES, type Life, linkOf, USES, type Uses } from "./invite-terms";

/** A link that brings people in: who gets it, gets in. */
export function InvitePeople({ workspace, onClose }: DialogProps) {
  const { t } = useTranslation();
  const [url, setUrl] = useState<string>();
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("channels.invite")}
      description={t("workspace.invite.hint")}
    >
      {url === undefined ? (
        <Terms workspace={workspace} onMade={setUrl} />
      ) : (
        <Link url={url} onMore={() => setUrl(undefined)} />
      )}
    </Dialog>
  );
}

function Terms({ workspace, onMade }: { readonly workspace: string; readonly onMade: (url: string) => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const own = useWorkspace(workspace)?.role;
  const rooms = useMyChannels(workspace).filter((one) => !isDirect(one) && one.archived_at === null);
  const [role, setRole] = useState<WorkspaceRole>("member");
  const [life, setLife] = useState<Life>("week");
  const [uses, setUses] = useState<Uses>("any");
  const [channels, setChannels] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const roles: readonly WorkspaceRole[] = managesWorkspace(own) ? ["member", "guest", "admin"] : ["member", "guest"];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const invite = await createInvite(workspace, {
        role,
        expires_in_s: LIVES[life],
        max_uses: USES[uses],
        channel_ids: channels,
      });
      await cache.invalidateQueries({ queryKey: keys.invites(workspace) });
      onMade(linkOf(invite.code, location.origin));
    } catch (error) {
      setFailure(explain(error));
      setBusy(false);
    }
  };
  const toggle = (id: string) =>
    setChannels(channels.includes(id) ? channels.filter((one) => one !== id) : [...channels, id]);
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Select
        label={t("workspace.invite.role")}
        hint={role === "guest" ? t("workspace.invite.guestHint") : undefined}
        value={role}
        options={roles.map((value) => ({ value, label: t(`people.role.${value}`) }))}
        onChange={setRole}
      />
      <div className="flex flex-wrap gap-4">
        <Select
          className="min-w-36 flex-1"
          label={t("workspace.invite.expires")}
          value={life}
          options={(Object.keys(LIVES) as Life[]).map((value) => ({
            value,
            label: t(`workspace.invite.life.${value}`),
          }))}
          onChange={setLife}
        />
        <Select
          className="min-w-36 flex-1"
          label={t("workspace.invite.uses")}
          value={uses}
          options={(Object.keys(USES) as Uses[]).map((value) => ({
            value,
            label:
              USES[value] === null
                ? t("workspace.invite.anyUses")
                : t("workspace.invite.useCount", { count: USES[value] }),
          }))}
          onChange={setUses}
        />
      </div>
      <fieldset>
        <legend className="mb-1 font-medium text-meta">{t("workspace.invite.channels")}</legend>
        <ul className="max-h-36 overflow-y-auto">
          {rooms.map((channel) => (
            <li key={channel.id}>
              <label className="flex min-h-9 cursor-pointer items-center gap-3 rounded-control px-2 hover:bg-hover pointer-coarse:min-h-11">
                <input
                  type="checkbox"
                  checked={channels.includes(channel.id)}
                  onChange={() => toggle(channel.id)}
                  className="size-4 accent-accent"
                />
                <bdi className="truncate">{channel.name}</bdi>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      {failure !== undefined && (
        <p role="alert" className="text-danger text-meta">
          {failure}
        </p>
      )}
      <Button type="submit" look="primary" busy={busy} disabled={role === "guest" && channels.length === 0}>
        {t("channels.createInvite")}
      </Button>
    </form>
  );
}

function Link({ url, onMore }: { readonly url: string; readonly onMore: () => void }) {
  const { t } = useTranslation();
  const open = useDialogs((state) => state.open);
  return (
    <>
      <CopyField text={url} label={t("channels.inviteLink")} />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={() => open("invites")}>
          {t("channels.invites")}
        </Button>
        <Button onClick={onMore}>{t("workspace.invite.another")}</Button>
      </div>
    </>
  );
}
