import { useQueryClient } from "@tanstack/react-query";
import { Bell, BellOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import type { Workspace } from "../../api/types";
import { patchWorkspaceMembership } from "../../api/workspaces";
import { Button } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { Select } from "../../ui/Select";
import { attempt } from "../../use-task";
import { muteGroups } from "../channels/mute";
import { useWorkspaces } from "../channels/use-channels";

const LEVELS: readonly Workspace["notify"][] = ["default", "all", "mentions", "none"];

/** Each workspace can have its own choice. */
export function WorkspaceLevels() {
  const { t } = useTranslation();
  const workspaces = useWorkspaces();
  return (
    <section aria-labelledby="workspace-levels" className="flex flex-col gap-4">
      <h3 id="workspace-levels" className="font-semibold text-title">
        {t("notify.workspaces")}
      </h3>
      {workspaces.map((workspace) => (
        <One key={workspace.id} workspace={workspace} />
      ))}
    </section>
  );
}

function One({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { id, name, notify, muted_until } = workspace;
  const put = (side: Partial<Workspace>) =>
    cache.setQueryData<Workspace[]>(keys.workspaces, (known) =>
      known?.map((one) => (one.id === id ? { ...one, ...side } : one)),
    );
  const change = async (side: Partial<Pick<Workspace, "notify" | "muted_until">>) => {
    put(side);
    if (!(await attempt(patchWorkspaceMembership(id, side)))) put({ notify, muted_until });
  };
  const muted = muted_until !== null && Date.parse(muted_until) > Date.now();
  return (
    <div className="flex items-end gap-2">
      <Select
        className="min-w-0 flex-1"
        label={name}
        value={notify}
        options={LEVELS.map((value) => ({ value, label: t(`notify.level.${value}`) }))}
        onChange={(level) => void change({ notify: level })}
      />
      {muted ? (
        <Button
          className="min-h-10 shrink-0"
          aria-label={t("notify.unmuteIn", { name })}
          onClick={() => void change({ muted_until: null })}
        >
          <BellOff size={16} aria-hidden="true" />
          {t("channels.unmute")}
        </Button>
      ) : (
        <Menu
          align="end"
          trigger={
            <Button className="min-h-10 shrink-0" aria-label={t("notify.muteIn", { name })}>
              <Bell size={16} aria-hidden="true" />
              {t("channels.mute")}
            </Button>
          }
          groups={muteGroups(t, Date.now(), (until) => void change({ muted_until: until }))}
        />
      )}
    </div>
  );
}
