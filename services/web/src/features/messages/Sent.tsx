import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../../api/types";
import { rememberUsers, useNewest } from "../../api/use-user";
import { useIsBlocked } from "../../blocked";
import { moreTexts } from "../../i18n";
import { Markdown } from "../../markdown/Markdown";
import { useSession } from "../../session-context";
import type { Row } from "../../timeline/rows";
import { cx } from "../../ui/cx";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { Attachments } from "./Attachments";
import { Author, Margin } from "./Author";
import { EditedMark } from "./EditedMark";
import { startEditing, useEditing } from "./editing";
import { LinkPreviews } from "./LinkPreviews";
import { renderMention } from "./Mention";
import { Reactions } from "./Reactions";
import { SeenBy } from "./SeenBy";
import { ThreadSummary } from "./ThreadSummary";
import { Tick } from "./Tick";
import { Tombstone } from "./Tombstone";
import { useMessageActions } from "./use-actions";
import { useRowKeys } from "./use-row-keys";
import { type Tool, useTools } from "./use-tools";

const loadTools = () => import("./RowTools").then((part) => part.RowTools);
const loadEditor = () => import("./EditMessage").then((part) => part.EditMessage);
const RowTools = lazyPart(loadTools);
const EditMessage = lazyPart(loadEditor);
const CallLine = lazyPart(() => import("../calls/CallLine").then((part) => part.CallLine));

const WARM_MS = 2_000;
let isWarm = false;

/** The tools come after the first rows are there and before anybody asks: at once when asked, and without a network. */
function warmUp(): void {
  if (isWarm) return;
  isWarm = true;
  setTimeout(() => {
    Promise.all([loadTools(), loadEditor(), moreTexts()]).catch(() => {
      isWarm = false;
    });
  }, WARM_MS);
}

export interface SentProps {
  readonly row: Row;
  readonly message: Message;
  readonly mayModerate: boolean;
  readonly onThread: ((root: string) => void) | undefined;
  readonly flash: boolean;
  readonly receipts: boolean;
}

/** A message that the server has. What acts on it is drawn for the row that the pointer or the focus is at. */
export function Sent({ row, message, mayModerate, onThread, flash, receipts }: SentProps) {
  const { me } = useSession();
  const author = useNewest(message.author);
  const root = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<Tool>();
  const tools = useTools(root, () => setOpen("sheet"));
  const actions = useMessageActions(message);
  const inThread = onThread === undefined;
  const editing = useEditing(
    ({ target }) => target?.message === message.id && target.inThread === inThread && message.deleted_at === null,
  );
  // Whoever writes also reacts, types and reads: then the name is here already.
  const cache = useQueryClient();
  useEffect(warmUp, []);
  useEffect(() => rememberUsers(cache, [message.author]), [cache, message.author]);
  const mine = message.author.id === me;
  const gone = message.deleted_at !== null;
  const blocked = useIsBlocked(message.author.id);
  const edit = () => startEditing(cache, message, inThread);
  useRowKeys(
    root,
    gone
      ? {}
      : {
          reply: onThread && (() => onThread(message.id)),
          edit: mine && !message.call ? edit : undefined,
          react: () => setOpen("react"),
          pin: () => void actions.pin(),
          markUnread: message.message_no === null ? undefined : actions.unread,
          copyLink: actions.copyLink,
          delete: mine || mayModerate ? () => setOpen("delete") : undefined,
        },
  );
  return (
    <div
      ref={root}
      {...tools.handlers}
      className={cx(
        "group relative flex gap-3 px-5 transition-colors duration-300 hover:bg-hover pointer-coarse:[-webkit-touch-callout:none]",
        row.head ? "compact:pt-1 pt-2.5 pb-0.5" : "compact:py-0 py-0.5",
        !mine && !blocked && means(message, me) && "bg-self-row",
        flash && "bg-mention hover:bg-mention",
      )}
    >
      <Margin row={row} message={message} author={author} near={tools.near} />
      <div className="min-w-0 max-w-[980px] flex-1">
        <Author row={row} message={message} author={author} mine={mine} near={tools.near} />
        {gone ? (
          <Tombstone />
        ) : editing ? (
          <LazyPart>
            <EditMessage message={message} />
          </LazyPart>
        ) : (
          <Content message={message} me={me} mayRemove={mine || mayModerate} />
        )}
        {message.reactions.length > 0 && (
          <Reactions message={message} near={tools.near} onToggle={actions.toggle} onMore={() => setOpen("reactors")} />
        )}
        {message.reply_count > 0 && onThread && <ThreadSummary message={message} onOpen={() => onThread(message.id)} />}
        {receipts && !gone && <SeenBy message={message} />}
      </div>
      {mine && !gone && <Tick nonce={message.nonce} />}
      {(tools.near || open !== undefined) && !gone && !editing && (
        <LazyPart>
          <RowTools
            message={message}
            actions={actions}
            mine={mine && !message.call}
            mayModerate={mayModerate}
            onReply={onThread && (() => onThread(message.id))}
            onEdit={edit}
            open={open}
            onOpen={setOpen}
          />
        </LazyPart>
      )}
    </div>
  );
}

/** Whether it calls me: by name, or everybody. */
function means({ mentions }: Message, me: string): boolean {
  return mentions.channel || mentions.here || mentions.users.some((mention) => mention.user_id === me);
}

interface ContentProps {
  readonly message: Message;
  readonly me: string;
  readonly mayRemove: boolean;
}

function Content({ message, me, mayRemove }: ContentProps) {
  return (
    <>
      {message.call ? (
        <div className="min-h-11">
          <LazyPart>
            <CallLine message={message} call={message.call} />
          </LazyPart>
        </div>
      ) : (
        message.body !== "" && (
          <Markdown body={message.body} mentions={message.mentions.users} me={me} renderMention={renderMention} />
        )
      )}
      {message.also_in_channel && message.parent_id !== null && <FromThread />}
      {message.edited_at !== null && <EditedMark message={message} />}
      {message.files.length > 0 && <Attachments message={message} />}
      {message.embeds.length > 0 && <LinkPreviews message={message} mayRemove={mayRemove} />}
    </>
  );
}

function FromThread() {
  const { t } = useTranslation();
  return <span className="mr-2 text-label text-subtle">{t("messages.fromThread")}</span>;
}
