import { Link } from "@tanstack/react-router";
import { BellOff, MoreHorizontal } from "lucide-react";
import { type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../api/types";
import { formatNames } from "../../i18n/format";
import { DraftMark } from "../../outbox/DraftMark";
import { useOutbox } from "../../outbox/sender";
import { Badge } from "../../ui/Badge";
import { cx } from "../../ui/cx";
import { ChannelIcon } from "./ChannelIcon";
import { useRowMenu } from "./row-menu";
import { isMuted, titleOf, useMe } from "./use-channels";

export const ChannelRow = memo(function ChannelRow({
  channel,
  workspace,
}: {
  readonly channel: Channel;
  readonly workspace: string;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const failed = useOutbox((state) =>
    state.entries.some((entry) => entry.channel === channel.id && entry.state === "failed"),
  );
  const muted = isMuted(channel, Date.now());
  const unread = channel.membership?.unread ?? 0;
  const mentions = channel.membership?.mentions ?? 0;
  const bold = unread > 0 && !muted;
  const title = titleOf(channel, me.id, formatNames);
  return (
    <>
      <Link
        to="/w/$workspace/c/$channel"
        params={{ workspace, channel: channel.id }}
        onContextMenu={showMenu(channel.id)}
        className={cx(
          "mx-2 flex min-h-8 items-center gap-2 rounded-control px-2 hover:bg-hover compact:min-h-7 pointer-coarse:min-h-11 aria-[current=page]:bg-selected aria-[current=page]:text-accent-ink",
          bold ? "font-semibold text-ink" : "text-muted",
          muted && "text-subtle",
        )}
        activeProps={{ "aria-current": "page" }}
      >
        <ChannelIcon channel={channel} me={me.id} size={16} />
        <span className="min-w-0 flex-1 truncate">
          <bdi>{title}</bdi>
        </span>
        <DraftMark channel={channel.id} />
        {failed && <span className="size-2 rounded-full bg-danger" role="img" aria-label={t("messages.failedHere")} />}
        {muted && <BellOff size={14} aria-label={t("channels.muted")} />}
        {mentions > 0 ? (
          <Badge count={mentions} loud label={t("channels.mentionCount", { count: mentions })} />
        ) : (
          !muted && <Badge count={unread} label={t("channels.unreadCount", { count: unread })} />
        )}
      </Link>
      {/* For the pointer: the keyboard has its own key for the menu of what is in focus. */}
      <button
        type="button"
        tabIndex={-1}
        aria-label={t("channels.actionsFor", { name: title })}
        onClick={showMenu(channel.id)}
        className="absolute top-1/2 right-3 hidden size-6 -translate-y-1/2 place-items-center rounded-control border border-line bg-raised text-muted hover:text-ink group-hover:grid pointer-coarse:hidden"
      >
        <MoreHorizontal size={16} aria-hidden="true" />
      </button>
    </>
  );
});

const showMenu = (channel: string) => (event: MouseEvent<HTMLElement>) => {
  event.preventDefault();
  const row = event.currentTarget.closest("li")?.querySelector("a");
  if (!row) return;
  // The menu key reports no place, or a corner of the page.
  const byKeyboard = event.type === "contextmenu" && event.button !== 2 && event.detail === 0;
  const box = (event.type === "click" ? event.currentTarget : row).getBoundingClientRect();
  const atPointer = event.type === "contextmenu" && !byKeyboard;
  useRowMenu.getState().show({
    channel,
    x: atPointer ? event.clientX : box.left + (event.type === "click" ? 0 : 24),
    y: atPointer ? event.clientY : box.bottom,
    byKeyboard,
    row,
  });
};
