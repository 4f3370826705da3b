import { useTranslation } from "react-i18next";
import type { Channel, Message, SearchHit, User } from "../../api/types";
import { formatNames, formatShort } from "../../i18n/format";
import { Avatar } from "../../ui/Avatar";
import { Badge } from "../../ui/Badge";
import { ChannelIcon } from "../channels/ChannelIcon";
import { titleOf } from "../channels/use-channels";
import { snippet } from "./device";
import { Entry } from "./Entry";
import { excerpt } from "./excerpt";
import { Marked } from "./Marked";
import { plain } from "./plain";

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
  /** What to mark in it: positions of the server, or what was typed. */
  readonly marks: SearchHit["highlights"] | string;
  readonly onSelect: () => void;
}

const EXCERPT = 120;

/**
 * A message that this device holds or the server found. It is one entry for both: what the server says takes the place
 * of what was held without taking the selection away.
 */
export function MessageEntry({ message, place, me, marks, onSelect }: MessageEntryProps) {
  const said = plain(message.body, typeof marks === "string" ? [] : marks);
  const parts =
    typeof marks === "string"
      ? snippet(said.text, marks)
      : // One line: a white space is a white space, and positions stay.
        excerpt(said.text.replace(/\s/g, " "), said.highlights, EXCERPT);
  return (
    <Entry value={`message:${message.id}`} icon={<Face user={message.author} />} onSelect={onSelect}>
      <Where message={message} place={place} me={me} />
      <span className="block truncate">
        <Marked parts={parts} />
      </span>
    </Entry>
  );
}

interface WhereProps {
  readonly message: Message;
  readonly place: Channel | undefined;
  readonly me: string;
}

function Where({ message, place, me }: WhereProps) {
  const { t } = useTranslation();
  return (
    <span className="block truncate text-label text-subtle">
      <bdi>{message.author.display_name}</bdi>
      {" · "}
      <bdi>{place ? titleOf(place, me, formatNames) : ""}</bdi>
      {message.parent_id !== null && ` · ${t("search.thread")}`}
      {` · ${formatShort(Date.parse(message.created_at))}`}
    </span>
  );
}

function Face({ user }: { readonly user: User }) {
  return <Avatar name={user.display_name} url={user.avatar_url} size={20} className="rounded-control" />;
}
