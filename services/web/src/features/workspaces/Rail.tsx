import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../ui/Avatar";
import { cx } from "../../ui/cx";
import { Tooltip } from "../../ui/Tooltip";
import { useAllChannels, useWorkspaces } from "../channels/use-channels";
import { AccountMenu } from "../profile/AccountMenu";

/** The workspaces, with a mark on those where something waits. */
export function Rail({ workspace }: { readonly workspace: string }) {
  const { t } = useTranslation();
  const workspaces = useWorkspaces();
  const channels = useAllChannels();
  const waiting = new Set(
    channels.filter((channel) => (channel.membership?.unread ?? 0) > 0).map((channel) => channel.workspace_id),
  );
  return (
    <nav
      aria-label={t("channels.workspaces")}
      className="hidden w-15 shrink-0 flex-col items-center gap-2 bg-rail py-3 md:flex"
    >
      {workspaces.map((one) => (
        <Tooltip key={one.id} text={one.name}>
          <Link
            to="/w/$workspace"
            params={{ workspace: one.id }}
            aria-current={one.id === workspace ? "page" : undefined}
            aria-label={waiting.has(one.id) ? t("channels.workspaceUnread", { name: one.name }) : one.name}
            className={cx("relative rounded-menu p-0.5", one.id === workspace && "outline-2 outline-accent")}
          >
            <Avatar name={one.name} url={one.icon_url} size={36} />
            {waiting.has(one.id) && one.id !== workspace && (
              <span
                aria-hidden="true"
                className="absolute -top-0.5 -right-0.5 size-3 rounded-full border-2 border-rail bg-accent"
              />
            )}
          </Link>
        </Tooltip>
      ))}
      <div className="flex-1" />
      <AccountMenu />
    </nav>
  );
}
