import { Clock, MessageSquare, MoreHorizontal, Pencil, Pin, Reply, SmilePlus, Trash2 } from "lucide-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { edit, pin, react, remove } from "../../api/messages";
import { explain } from "../../api/problem";
import type { Message } from "../../api/types";
import { formatDay, formatFull, formatShort, formatTime } from "../../i18n/format";
import { Markdown } from "../../markdown/Markdown";
import { useSession } from "../../session-context";
import type { Row } from "../../timeline/rows";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { ConfirmModal } from "../../ui/ConfirmModal";
import { cx } from "../../ui/cx";
import { IconButton } from "../../ui/IconButton";
import { Menu } from "../../ui/Menu";
import { toast } from "../../ui/toast";
import { useMe } from "../channels/use-channels";
import { Attachments } from "./Attachments";
import { rowId } from "./MessageList";
import { QUICK_EMOJI, ReactionPicker } from "./ReactionPicker";
import { Reactions } from "./Reactions";

export interface MessageRowProps {
  readonly row: Row;
  readonly mayModerate: boolean;
  readonly onThread?: (root: string) => void;
  /** Drawn on the row that was jumped to. */
  readonly flash?: boolean;
}

export const MessageRow = memo(function MessageRow({ row, mayModerate, onThread, flash = false }: MessageRowProps) {
  return (
    <>
      {row.day && <DayLine at={row.at} />}
      {row.unread && <UnreadLine />}
      {row.message ? (
        <Sent row={row} message={row.message} mayModerate={mayModerate} onThread={onThread} flash={flash} />
      ) : (
        <Unsent row={row} />
      )}
    </>
  );
});

function DayLine({ at }: { readonly at: number }) {
  return (
    <h2 className="flex items-center gap-3 px-5 pt-4 pb-1 font-semibold text-label text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {formatDay(at, Date.now())}
    </h2>
  );
}

function UnreadLine() {
  const { t } = useTranslation();
  return (
    <h2 className="flex items-center gap-3 px-5 pt-2 font-semibold text-accent-ink text-label before:h-px before:flex-1 before:bg-accent">
      {t("messages.newMessages")}
    </h2>
  );
}

interface SentProps {
  readonly row: Row;
  readonly message: Message;
  readonly mayModerate: boolean;
  readonly onThread: ((root: string) => void) | undefined;
  readonly flash: boolean;
}

function Sent({ row, message, mayModerate, onThread, flash }: SentProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const mine = message.author.id === me.id;
  const gone = message.deleted_at !== null;
  const attempt = async (what: Promise<unknown>) => {
    try {
      await what;
    } catch (error) {
      toast.error(explain(error));
    }
  };
  const toggle = (emoji: string) => {
    const has = message.reactions.some((reaction) => reaction.emoji === emoji && reaction.me);
    void attempt(react(message.id, emoji, !has));
  };
  return (
    <div
      className={cx(
        "group relative flex gap-3 px-5 hover:bg-hover",
        row.head ? "pt-2.5 pb-0.5" : "py-0.5",
        flash && "bg-mention",
      )}
    >
      {row.head ? (
        <Avatar name={message.author.display_name} url={message.author.avatar_url} className="mt-0.5" />
      ) : (
        <time
          dateTime={message.created_at}
          className="w-9 shrink-0 pt-0.5 text-right text-label text-subtle tabular-nums opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
        >
          {formatTime(row.at)}
        </time>
      )}
      <div className="min-w-0 max-w-[980px] flex-1">
        <p className={row.head ? "flex items-baseline gap-2" : "sr-only"}>
          <bdi id={`${rowId(row.key)}-who`} className={cx("truncate font-semibold", mine && "text-accent-ink")}>
            {message.author.display_name}
          </bdi>
          <time
            id={`${rowId(row.key)}-when`}
            dateTime={message.created_at}
            title={formatFull(row.at)}
            className="shrink-0 text-label text-subtle tabular-nums"
          >
            {formatTime(row.at)}
          </time>
          {message.pinned_at !== null && (
            <Pin size={13} aria-label={t("messages.pinned")} className="text-accent-ink" />
          )}
        </p>
        {gone ? (
          <p className="text-muted italic">{t("messages.deleted")}</p>
        ) : editing ? (
          <EditBox message={message} onClose={() => setEditing(false)} />
        ) : (
          <>
            {message.body !== "" && <Markdown body={message.body} mentions={message.mentions.users} me={me.id} />}
            {message.edited_at !== null && (
              <span title={formatFull(Date.parse(message.edited_at))} className="text-label text-subtle">
                {t("messages.edited")}
              </span>
            )}
            <Attachments files={message.files} />
          </>
        )}
        {message.reactions.length > 0 && <Reactions reactions={message.reactions} onToggle={toggle} />}
        {message.reply_count > 0 && onThread && (
          <button
            type="button"
            onClick={() => onThread(message.id)}
            className="mt-1 flex min-h-7 items-center gap-2 rounded-control px-1.5 text-link text-meta hover:underline"
          >
            <MessageSquare size={15} aria-hidden="true" />
            {t("messages.replies", { count: message.reply_count })}
            {message.last_reply_at !== null && (
              <span className="text-subtle">{formatShort(Date.parse(message.last_reply_at))}</span>
            )}
          </button>
        )}
      </div>
      {!gone && !editing && (
        <div className="absolute -top-3.5 right-5 hidden rounded-menu border border-line bg-raised shadow-float group-focus-within:flex group-hover:flex">
          {QUICK_EMOJI.slice(0, 3).map((emoji) => (
            <IconButton
              key={emoji}
              label={t("messages.reactWith", { emoji })}
              icon={<span aria-hidden="true">{emoji}</span>}
              onClick={() => toggle(emoji)}
            />
          ))}
          <ReactionPicker
            onPick={toggle}
            trigger={<IconButton label={t("messages.react")} icon={<SmilePlus size={17} />} />}
          />
          {onThread && (
            <IconButton label={t("messages.reply")} icon={<Reply size={17} />} onClick={() => onThread(message.id)} />
          )}
          <Menu
            trigger={<IconButton label={t("app.more")} icon={<MoreHorizontal size={17} />} />}
            groups={[
              mine ? [{ label: t("messages.edit"), icon: <Pencil size={16} />, onSelect: () => setEditing(true) }] : [],
              [
                {
                  label: t(message.pinned_at === null ? "messages.pin" : "messages.unpin"),
                  icon: <Pin size={16} />,
                  onSelect: () => void attempt(pin(message.id, message.pinned_at === null)),
                },
              ],
              mine || mayModerate
                ? [
                    {
                      label: t("app.delete"),
                      icon: <Trash2 size={16} />,
                      danger: true,
                      onSelect: () => setDeleting(true),
                    },
                  ]
                : [],
            ]}
          />
        </div>
      )}
      <ConfirmModal
        open={deleting}
        onOpenChange={setDeleting}
        title={t("messages.deleteTitle")}
        text={t("messages.deleteText")}
        confirm={t("app.delete")}
        onConfirm={() => attempt(remove(message.id))}
      />
    </div>
  );
}

function EditBox({ message, onClose }: { readonly message: Message; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [body, setBody] = useState(message.body);
  const save = async () => {
    try {
      if (body.trim() !== message.body) await edit(message.id, body, message.version);
      onClose();
    } catch (error) {
      toast.error(explain(error));
    }
  };
  return (
    <div className="my-1 rounded-composer border border-line-strong bg-canvas p-2">
      <textarea
        ref={(field) => field?.focus()}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
          if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing && event.keyCode !== 229) {
            event.preventDefault();
            void save();
          }
        }}
        aria-label={t("messages.edit")}
        className="field-sizing-content max-h-60 w-full resize-none bg-transparent px-1 outline-none"
      />
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          {t("app.cancel")}
        </Button>
        <Button look="primary" onClick={save} disabled={body.trim() === "" && message.files.length === 0}>
          {t("app.save")}
        </Button>
      </div>
    </div>
  );
}

function Unsent({ row }: { readonly row: Row }) {
  const { t } = useTranslation();
  const me = useMe();
  const session = useSession();
  const entry = row.pending;
  if (!entry) return null;
  const failed = entry.state === "failed";
  return (
    <div className={cx("flex gap-3 px-5", row.head ? "pt-2.5 pb-0.5" : "py-0.5")}>
      {row.head ? (
        <Avatar name={me.display_name} url={me.avatar_url} className="mt-0.5" />
      ) : (
        <span className="w-9 shrink-0" />
      )}
      <div className="min-w-0 max-w-[980px] flex-1">
        <p className={row.head ? "flex items-baseline gap-2" : "sr-only"}>
          <bdi id={`${rowId(row.key)}-who`} className="font-semibold text-accent-ink">
            {me.display_name}
          </bdi>
          <span id={`${rowId(row.key)}-when`} className="text-label text-subtle">
            {formatTime(row.at)}
          </span>
        </p>
        <div className={failed ? undefined : "opacity-60"}>
          <Markdown body={entry.body} />
        </div>
        {failed && (
          <p role="alert" className="flex flex-wrap items-center gap-2 text-danger text-meta">
            {t("messages.notSent")}
            <button type="button" className="font-semibold underline" onClick={() => session.sender.retry(entry.nonce)}>
              {t("app.retry")}
            </button>
            <button
              type="button"
              className="font-semibold underline"
              onClick={() => session.sender.discard(entry.nonce)}
            >
              {t("app.delete")}
            </button>
          </p>
        )}
      </div>
      {!failed && <Clock size={14} aria-label={t("messages.sending")} className="late mt-1.5 shrink-0 text-subtle" />}
    </div>
  );
}
