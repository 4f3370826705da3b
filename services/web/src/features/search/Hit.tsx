import { Link } from "@tanstack/react-router";
import { Paperclip } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Channel, SearchHit } from "../../api/types";
import { formatNames, formatWhen } from "../../i18n/format";
import { Avatar } from "../../ui/Avatar";
import { ChannelIcon } from "../channels/ChannelIcon";
import { isDirect, titleOf } from "../channels/use-channels";
import { excerpt } from "./excerpt";
import { Marked } from "./Marked";
import { plain } from "./plain";

const LENGTH = 320;

export interface HitProps {
  readonly hit: SearchHit;
  /** As the socket keeps it, where I am in it. */
  readonly channel: Channel;
  readonly workspace: string;
  readonly me: string;
  readonly now: number;
}

/** One message that was found. All of it leads to where it was said. */
export function Hit({ hit, channel, workspace, me, now }: HitProps) {
  const { t } = useTranslation();
  const { message } = hit;
  const root = message.message_no === null ? message.parent_id : null;
  const title = titleOf(channel, me, formatNames);
  const place = isDirect(channel) ? title : `#${title}`;
  const said = plain(message.body, hit.highlights);
  return (
    <li>
      <article className="relative flex gap-3 rounded-menu border border-line p-3 hover:bg-hover">
        <Avatar name={message.author.display_name} url={message.author.avatar_url} size={32} className="mt-0.5" />
        <div className="min-w-0 flex-1">
          <header className="flex min-w-0 items-baseline gap-2 text-meta text-muted">
            <bdi className="truncate font-semibold text-ink">{message.author.display_name}</bdi>
            <span className="flex min-w-0 items-center gap-1">
              <ChannelIcon channel={channel} me={me} size={13} />
              <bdi className="truncate">{title}</bdi>
              {root !== null && <span className="shrink-0"> · {t("messages.thread")}</span>}
            </span>
            <time dateTime={message.created_at} className="ml-auto shrink-0 text-label text-subtle tabular-nums">
              {formatWhen(Date.parse(message.created_at), now)}
            </time>
          </header>
          <Link
            to="/w/$workspace/c/$channel"
            params={{ workspace, channel: channel.id }}
            search={root === null ? { at: message.seq } : { thread: root, reply: message.seq }}
            data-hit=""
            aria-label={t(root === null ? "inbox.openMessage" : "inbox.openThread", {
              author: message.author.display_name,
              place,
            })}
            className="after:absolute after:inset-0 after:rounded-menu"
          />
          <p className="line-clamp-4 whitespace-pre-line break-words" dir="auto">
            <Marked parts={excerpt(said.text, said.highlights, LENGTH)} />
          </p>
          {message.files.length > 0 && (
            <p className="mt-1 flex min-w-0 items-center gap-1.5 text-meta text-muted">
              <Paperclip size={14} aria-hidden="true" className="shrink-0" />
              <bdi className="truncate">{message.files.map((file) => file.name).join(", ")}</bdi>
            </p>
          )}
        </div>
      </article>
    </li>
  );
}
