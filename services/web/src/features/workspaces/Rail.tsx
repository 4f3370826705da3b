import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { Link2, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../api/types";
import { Avatar } from "../../ui/Avatar";
import { cx } from "../../ui/cx";
import { Menu } from "../../ui/Menu";
import { Tooltip } from "../../ui/Tooltip";
import { isMuted, useAllChannels, useMe, useWorkspaces } from "../channels/use-channels";
import { AccountMenu } from "../profile/AccountMenu";
import { useDialogs } from "./dialogs";
import { type Waiting, waiting } from "./waiting";

/** The workspaces, with what waits in those that are not open. */
export function Rail({ workspace }: { readonly workspace: string }) {
  const { t } = useTranslation();
  const workspaces = useWorkspaces();
  const channels = useAllChannels();
  const now = Date.now();
  const counts = waiting(channels, (channel: Channel) => isMuted(channel, now));
  return (
    <nav
      aria-label={t("channels.workspaces")}
      data-region="workspaces"
      className="hidden w-15 shrink-0 flex-col items-center gap-2 overflow-y-auto bg-rail py-3 md:flex"
    >
      <ul className="flex flex-col items-center gap-2">
        {workspaces.map((one) => {
          const count = one.id === workspace ? undefined : counts.get(one.id);
          return (
            <li key={one.id} className="relative">
              <Tooltip text={one.name}>
                <Link
                  to="/w/$workspace"
                  params={{ workspace: one.id }}
                  aria-current={one.id === workspace ? "page" : undefined}
                  aria-label={label(t, one.name, count)}
                  className={cx(
                    "block rounded-menu p-0.5",
                    one.id === workspace && "outline-2 outline-accent outline-offset-0",
                  )}
                >
                  <Avatar name={one.name} url={one.icon_url} size={36} />
                </Link>
              </Tooltip>
              <Mark count={count} />
            </li>
          );
        })}
      </ul>
      {!useMe().is_guest && <AddWorkspace />}
      <div className="flex-1" />
      <AccountMenu workspace={workspace} />
    </nav>
  );
}

function AddWorkspace() {
  const { t } = useTranslation();
  const { open } = useDialogs.getState();
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={t("channels.addWorkspace")}
          data-tip={t("channels.addWorkspace")}
          className="grid size-9 shrink-0 place-items-center rounded-menu border border-line-strong border-dashed text-muted hover:bg-hover hover:text-ink"
        >
          <Plus size={18} aria-hidden="true" />
        </button>
      }
      groups={[
        [
          { label: t("channels.createWorkspace"), icon: <Plus size={16} />, onSelect: () => open("createWorkspace") },
          { label: t("channels.joinByLink"), icon: <Link2 size={16} />, onSelect: () => open("joinByLink") },
        ],
      ]}
    />
  );
}

function label(t: TFunction, name: string, count: Waiting | undefined): string {
  if (!count) return name;
  if (count.mentions > 0) return `${name}, ${t("channels.mentionCount", { count: count.mentions })}`;
  return t("channels.workspaceUnread", { name });
}

/** A number for mentions, a dot for anything else; the link says it in words. */
function Mark({ count }: { readonly count: Waiting | undefined }) {
  if (!count) return null;
  if (count.mentions === 0)
    return (
      <span
        aria-hidden="true"
        className="pointer-events-none absolute -top-0.5 -right-0.5 size-3 rounded-full border-2 border-rail bg-accent"
      />
    );
  return (
    <span
      aria-hidden="true"
      className="pointer-events-none absolute -top-1 -right-1 grid h-4.5 min-w-4.5 place-items-center rounded-full border-2 border-rail bg-accent px-1 font-semibold text-[10px] text-on-accent leading-none tabular-nums"
    >
      {count.mentions > 99 ? "99+" : count.mentions}
    </span>
  );
}
