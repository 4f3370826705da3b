import { Link } from "@tanstack/react-router";
import { Paperclip } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Channel, Message } from "../../api/types";
import { formatNames, formatWhen } from "../../i18n/format";
import { Markdown } from "../../markdown/Markdown";
import { Avatar } from "../../ui/Avatar";
import { cx } from "../../ui/cx";
import { isDirect, titleOf, useMe } from "../channels/use-channels";

export interface EntryProps {
  readonly workspace: string;
  readonly channel: Channel;
  /** The message that is shown, and which of its rows opens. */
  readonly message: Message;
  /** ISO; what the list is ordered by. */
  readonly at: string;
  readonly unread: boolean;
  /** Where a click leads. */
  readonly to: { readonly thread?: string; readonly at?: number; readonly reply?: number };
  /** What kind of place: drawn after the channel's name. */
  readonly inThread: boolean;
  readonly children?: ReactNode;
}

/** One line of an inbox: a message with its place. All of it opens the message; links in it stay links. */
export function Entry({ workspace, channel, message, at, unread, to, inThread, children }: EntryProps) {
  const { t } = useTranslation();
  const me = useMe();
  const title = titleOf(channel, me.id, formatNames);
  const place = isDirect(channel) ? title : `#${title}`;
  const when = Date.parse(at);
  return (
    <li>
      <article
        className={cx(
          "relative rounded-menu border p-3 hover:bg-hover [&_a:not([data-open])]:relative [&_a:not([data-open])]:z-10",
          unread ? "border-line-strong" : "border-line",
        )}
      >
        <header className="mb-1 flex items-center gap-2 text-meta text-muted">
          {unread && (
            <span role="img" aria-label={t("inbox.unread")} className="size-2 shrink-0 rounded-full bg-accent" />
          )}
          <Link
            to="/w/$workspace/c/$channel"
            params={{ workspace, channel: channel.id }}
            search={to}
            data-open=""
            aria-label={t(inThread ? "inbox.openThread" : "inbox.openMessage", {
              author: message.author.display_name,
              place,
            })}
            className={cx(
              "min-w-0 truncate after:absolute after:inset-0 after:rounded-menu",
              unread ? "font-semibold text-ink" : "font-medium",
            )}
          >
            <bdi>{place}</bdi>
            {inThread && <span className="font-normal text-muted"> · {t("messages.thread")}</span>}
          </Link>
          <time dateTime={at} className="ml-auto shrink-0 text-label text-subtle tabular-nums">
            {formatWhen(when, Date.now())}
          </time>
        </header>
        <Said message={message} me={me.id} />
        {children}
      </article>
    </li>
  );
}

/** Who said what, cut to a few lines. */
export function Said({ message, me }: { readonly message: Message; readonly me: string }) {
  const { t } = useTranslation();
  return (
    <div className="flex gap-2">
      <Avatar name={message.author.display_name} url={message.author.avatar_url} size={24} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <bdi className="font-semibold text-meta">{message.author.display_name}</bdi>
        {message.deleted_at !== null ? (
          <p className="text-subtle">{t("messages.deleted")}</p>
        ) : (
          <>
            <div className="line-clamp-4 max-h-[4lh]">
              <Markdown body={message.body} mentions={message.mentions.users} me={me} />
            </div>
            {message.files.length > 0 && (
              <p className="flex items-center gap-1.5 text-meta text-muted">
                <Paperclip size={13} aria-hidden="true" className="shrink-0" />
                <span className="truncate">{formatNames(message.files.map((file) => file.name))}</span>
              </p>
            )}
          </>
        )}
      </div>
    </div>
  );
}
