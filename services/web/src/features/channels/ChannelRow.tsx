import { Link } from "@tanstack/react-router";
import { BellOff, Hash, Lock, Users } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../api/types";
import { formatNames } from "../../i18n/format";
import { useOutbox } from "../../outbox/sender";
import { Avatar } from "../../ui/Avatar";
import { Badge } from "../../ui/Badge";
import { cx } from "../../ui/cx";
import { Dot } from "../presence/Dot";
import { isMuted, othersOf, titleOf, useMe } from "./use-channels";

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
  return (
    <Link
      to="/w/$workspace/c/$channel"
      params={{ workspace, channel: channel.id }}
      className={cx(
        "mx-2 flex min-h-8 items-center gap-2 rounded-control px-2 hover:bg-hover pointer-coarse:min-h-11",
        bold ? "font-semibold text-ink" : "text-muted",
        channel.archived_at !== null && "italic",
      )}
      activeProps={{ className: "bg-selected text-accent-ink", "aria-current": "page" }}
    >
      <Icon channel={channel} me={me.id} />
      <span className="min-w-0 flex-1 truncate">
        <bdi>{titleOf(channel, me.id, formatNames)}</bdi>
      </span>
      {failed && <span className="size-2 rounded-full bg-danger" role="img" aria-label={t("messages.failedHere")} />}
      {muted && <BellOff size={14} aria-label={t("channels.muted")} />}
      {mentions > 0 ? (
        <Badge count={mentions} loud label={t("channels.mentionCount", { count: mentions })} />
      ) : (
        !muted && <Badge count={unread} label={t("channels.unreadCount", { count: unread })} />
      )}
    </Link>
  );
});

function Icon({ channel, me }: { readonly channel: Channel; readonly me: string }) {
  if (channel.kind === "public") return <Hash size={16} className="shrink-0" aria-hidden="true" />;
  if (channel.kind === "private") return <Lock size={16} className="shrink-0" aria-hidden="true" />;
  const [other, second] = othersOf(channel, me);
  if (!other || second) return <Users size={16} className="shrink-0" aria-hidden="true" />;
  return (
    <span className="relative">
      <Avatar name={other.display_name} url={other.avatar_url} size={20} className="rounded-control" />
      <Dot user={other.id} className="absolute -right-1 -bottom-1" />
    </span>
  );
}
