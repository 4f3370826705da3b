import { Archive, ArchiveRestore, LogOut, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { archiveChannel, type ChannelPatch, patchChannel } from "../../../api/channels";
import { may } from "../../../api/permissions";
import type { Channel } from "../../../api/types";
import { Button } from "../../../ui/Button";
import { Choice } from "../../../ui/Choice";
import { Select } from "../../../ui/Select";
import { attempt, useTask } from "../../../use-task";
import { type Ending, EndingModals } from "../EndingModals";
import { useChanged } from "../use-changed";
import { useWorkspace } from "../use-channels";
import { GuestLinks } from "./GuestLinks";
import { slowModes } from "./slow-mode";

/** How the channel works, and its end. */
export function Settings({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  const role = useWorkspace(channel.workspace_id)?.role;
  const changed = useChanged();
  const { busy, run } = useTask();
  const [asking, setAsking] = useState<Ending>();
  const settable = may(channel, role, "setSettings");
  const archived = channel.archived_at !== null;
  const patch = async (input: ChannelPatch) => {
    // Shown at once: the switch must not wait for the server. The answer, or what was, has the last word.
    changed({ ...channel, ...input } as Channel);
    if (!(await attempt(patchChannel(channel.id, input).then(changed)))) changed(channel);
  };
  return (
    <div className="flex flex-col gap-6">
      <Choice
        label={t("details.posting.label")}
        value={channel.posting}
        disabled={!settable}
        options={[
          { value: "everyone", label: t("details.posting.everyone") },
          { value: "admins", label: t("details.posting.admins"), hint: t("details.posting.adminsHint") },
        ]}
        onChange={(posting) => void patch({ posting })}
      />
      <Select
        label={t("details.slowMode.label")}
        hint={t("details.slowMode.hint")}
        value={String(channel.slow_mode_s)}
        disabled={!settable}
        options={slowModes(t, channel.slow_mode_s)}
        onChange={(seconds) => void patch({ slow_mode_s: Number(seconds) })}
      />
      {!settable && <p className="text-label text-subtle">{t("details.adminsOnly")}</p>}
      {may(channel, role, "linkGuests") && <GuestLinks channel={channel} />}
      <section aria-label={t("details.ending")} className="flex flex-col items-start gap-2 border-line border-t pt-4">
        {may(channel, role, "archive") && (
          <>
            <Button
              busy={busy}
              onClick={() => void run(() => archiveChannel(channel.id, !archived).then(changed))}
              aria-describedby="archive-hint"
            >
              {archived ? <ArchiveRestore size={16} aria-hidden="true" /> : <Archive size={16} aria-hidden="true" />}
              {t(archived ? "channels.unarchive" : "channels.archive")}
            </Button>
            <p id="archive-hint" className="mb-2 text-label text-subtle">
              {t(archived ? "details.unarchiveHint" : "details.archiveHint")}
            </p>
          </>
        )}
        <Button onClick={() => setAsking("leave")}>
          <LogOut size={16} aria-hidden="true" />
          {t("channels.leave")}
        </Button>
        {may(channel, role, "delete") && (
          <Button className="text-danger!" onClick={() => setAsking("delete")}>
            <Trash2 size={16} aria-hidden="true" />
            {t("channels.delete")}
          </Button>
        )}
      </section>
      <EndingModals channel={channel} asking={asking} onDone={() => setAsking(undefined)} />
    </div>
  );
}
