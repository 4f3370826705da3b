import { Pin } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Message, User } from "../../api/types";
import { formatFull, formatTime } from "../../i18n/format";
import { type Row, rowId } from "../../timeline/rows";
import { Avatar } from "../../ui/Avatar";
import { cx } from "../../ui/cx";
import { ProfileTrigger } from "../profile/ProfileTrigger";

interface PartProps {
  readonly row: Row;
  readonly message: Message;
  /** As they are now: the message has the name and the picture of then. */
  readonly author: User;
  /** Buttons of rows that nobody is at are no tab stops: thirty names would lie between the list and the composer. */
  readonly near: boolean;
}

/** Left of the message: the face, or the time of a row that goes on. */
export function Margin({ row, message, author, near }: PartProps) {
  if (row.head) {
    return (
      // The name beside it opens the same card.
      <ProfileTrigger user={message.author.id} tabIndex={-1} aria-hidden="true" className="finger mt-0.5 h-9 shrink-0">
        <Avatar name={author.display_name} url={author.avatar_url} />
      </ProfileTrigger>
    );
  }
  return (
    <time
      aria-hidden="true"
      dateTime={message.created_at}
      title={formatFull(row.at)}
      className={cx("w-9 shrink-0 pt-0.5 text-right text-label text-subtle tabular-nums", !near && "opacity-0")}
    >
      {formatTime(row.at)}
    </time>
  );
}

/** Who, and when; both name the article. On a row that goes on they are there for screen readers only. */
export function Author({ row, message, author, mine, near }: PartProps & { readonly mine: boolean }) {
  const pinned = message.pinned_at !== null && <Pinned />;
  const when = (
    <time
      id={`${rowId(row.key)}-when`}
      dateTime={message.created_at}
      title={formatFull(row.at)}
      className="shrink-0 text-label text-subtle tabular-nums"
    >
      {formatTime(row.at)}
    </time>
  );
  if (!row.head) {
    return (
      <>
        <p className="sr-only">
          <bdi id={`${rowId(row.key)}-who`}>{author.display_name}</bdi> {when}
        </p>
        {pinned}
      </>
    );
  }
  return (
    <p className="flex items-baseline gap-2">
      <ProfileTrigger
        user={message.author.id}
        tabIndex={near ? 0 : -1}
        className={cx("truncate text-left font-semibold hover:underline", mine && "text-accent-ink")}
      >
        <bdi id={`${rowId(row.key)}-who`}>{author.display_name}</bdi>
      </ProfileTrigger>
      {message.author.is_bot && <Kind name="messages.bot" />}
      {message.author.is_guest && <Kind name="people.role.guest" />}
      {when}
      {pinned}
    </p>
  );
}

function Pinned() {
  const { t } = useTranslation();
  return <Pin size={13} role="img" aria-label={t("messages.pinned")} className="shrink-0 text-accent-ink" />;
}

function Kind({ name }: { readonly name: "messages.bot" | "people.role.guest" }) {
  const { t } = useTranslation();
  return <span className="rounded-control bg-hover px-1 text-label text-muted">{t(name)}</span>;
}
