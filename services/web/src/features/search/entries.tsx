import { useTranslation } from "react-i18next";
import type { Channel, Message, User } from "../../api/types";
import { formatNames, formatShort } from "../../i18n/format";
import { Avatar } from "../../ui/Avatar";
import { Badge } from "../../ui/Badge";
import { ChannelIcon } from "../channels/ChannelIcon";
import { titleOf } from "../channels/use-channels";
import { snippet } from "./device";
import { Entry } from "./Entry";

export interface ChannelEntryProps {
  readonly value: string;
  readonly channel: Channel;
  readonly me: string;
  readonly onSelect: () => void;
}

export function ChannelEntry({ value, channel, me, onSelect }: ChannelEntryProps) {
  return (
    <Entry
      value={value}
      icon={<ChannelIcon channel={channel} me={me} size={16} />}
      aside={<Unread channel={channel} />}
      onSelect={onSelect}
    >
      <bdi>{titleOf(channel, me, formatNames)}</bdi>
      {channel.topic !== "" && <span className="ml-2 text-meta text-subtle">{channel.topic}</span>}
    </Entry>
  );
}

function Unread({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  const mentions = channel.membership?.mentions ?? 0;
  const unread = channel.membership?.unread ?? 0;
  if (mentions > 0) return <Badge count={mentions} loud label={t("channels.mentionCount", { count: mentions })} />;
  return <Badge count={unread} label={t("channels.unreadCount", { count: unread })} />;
}

export function PersonEntry({ user, onSelect }: { readonly user: User; readonly onSelect: () => void }) {
  return (
    <Entry value={`user:${user.id}`} icon={<Face user={user} />} aside={`@${user.handle}`} onSelect={onSelect}>
      <bdi>{user.display_name}</bdi>
    </Entry>
  );
}

export interface MessageEntryProps {
  readonly message: Message;
  readonly place: Channel | undefined;
  readonly me: string;
  readonly query: string;
  readonly onSelect: () => void;
}

export function MessageEntry({ message, place, me, query, onSelect }: MessageEntryProps) {
  const { t } = useTranslation();
  return (
    <Entry value={`message:${message.id}`} icon={<Face user={message.author} />} onSelect={onSelect}>
      <span className="block truncate text-label text-subtle">
        <bdi>{message.author.display_name}</bdi>
        {" · "}
        <bdi>{place ? titleOf(place, me, formatNames) : ""}</bdi>
        {message.parent_id !== null && ` · ${t("search.thread")}`}
        {` · ${formatShort(Date.parse(message.created_at))}`}
      </span>
      <span className="block truncate">
        {snippet(message.body, query).map((part, index) =>
          part.hit ? (
            <mark key={index} className="bg-mention text-ink">
              {part.text}
            </mark>
          ) : (
            part.text
          ),
        )}
      </span>
    </Entry>
  );
}

function Face({ user }: { readonly user: User }) {
  return <Avatar name={user.display_name} url={user.avatar_url} size={20} className="rounded-control" />;
}
