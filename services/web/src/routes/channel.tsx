import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, type ReactNode, useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { effectiveRole } from "../api/permissions";
import type { Channel, Message, User } from "../api/types";
import { useIsBlocked } from "../blocked";
import { ChannelHeader } from "../features/channels/ChannelHeader";
import type { Jump } from "../features/channels/details/Details";
import { type DetailsTab, tabOf } from "../features/channels/details/tabs";
import { NotMine } from "../features/channels/NotMine";
import { isDirect, titleOf, useChannel, useMe, useMyChannels, useWorkspace } from "../features/channels/use-channels";
import { DropOverlay } from "../features/composer/DropOverlay";
import { editLast } from "../features/messages/editing";
import { Feed } from "../features/messages/Feed";
import { MessageRow } from "../features/messages/MessageRow";
import { TypingLine } from "../features/presence/TypingLine";
import { placeOf } from "../features/presence/typing";
import { formatNames } from "../i18n/format";
import { useSession } from "../session-context";
import { keyOf, rowId } from "../timeline/rows";
import { cx } from "../ui/cx";
import { LazyPart } from "../ui/LazyPart";
import { lazyPart } from "../ui/lazy-part";

// They come right behind what the rows need, not with it: one reads before one writes.
const composer = () => import("../features/composer/Composer").then((part) => ({ default: part.Composer }));
const threadDrawer = () => import("../features/threads/ThreadDrawer").then((part) => ({ default: part.ThreadDrawer }));
for (const load of [composer, threadDrawer]) load().catch(() => undefined);
const Composer = lazy(composer);
const ThreadDrawer = lazy(threadDrawer);
const BlockedWriting = lazyPart(() => import("../features/blocks/BlockedWriting").then((part) => part.BlockedWriting));
const Details = lazyPart(() => import("../features/channels/details/Details").then((part) => part.Details));

export function ChannelScreen() {
  const { channel: id } = useParams({ from: "/w/$workspace/c/$channel" });
  const channel = useChannel(id);
  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (channel) shown.current = channel.id;
  }, [channel]);
  // One that was just left, or taken away: the shell leads on, and there is nothing to ask the server about.
  if (!channel && shown.current === id) return null;
  if (!channel) return <NotMine key={id} id={id} />;
  return <Conversation key={channel.id} channel={channel} />;
}

function Conversation({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  const me = useMe();
  const session = useSession();
  const navigate = useNavigate({ from: "/w/$workspace/c/$channel" });
  const { thread, at, reply, details } = useSearch({ from: "/w/$workspace/c/$channel" });
  const channels = useMyChannels(channel.workspace_id);
  const tab = tabOf(channel, details);
  const title = titleOf(channel, me.id, formatNames);
  const openThread = useCallback(
    // One pane at a time stands beside the list.
    (root: string) =>
      void navigate({ search: ({ details: _closed, reply: _left, ...old }) => ({ ...old, thread: root }) }),
    [navigate],
  );
  const closeThread = () => void navigate({ search: ({ thread: _closed, reply: _left, ...rest }) => rest });
  const toLastReply = () => void navigate({ search: ({ reply: _left, ...rest }) => rest, replace: true });
  const closeDetails = () => void navigate({ search: ({ details: _closed, ...rest }) => rest, replace: true });
  const openDetails = (wanted: DetailsTab) =>
    void navigate({
      search: ({ thread: _closed, ...old }) => ({ ...old, details: wanted }),
      // Going from tab to tab is not worth a step back.
      replace: tab !== undefined,
    });
  const jump = ({ seq, thread: root }: Jump) =>
    void navigate({
      search: ({ details: shown, ...old }) => ({
        ...old,
        ...(root === undefined ? { at: seq } : { thread: root }),
        // Over the list, the pane would hide what it leads to.
        ...(shown !== undefined && root === undefined && standsBeside() ? { details: shown } : {}),
      }),
    });
  const toLatest = () => void navigate({ search: ({ at: _left, ...rest }) => rest });
  useEffect(() => {
    session.focus(channel.id, thread ?? null);
  }, [session, channel.id, thread]);
  return (
    <div className="flex h-full">
      {/* On a phone the thread is the screen: what it covers must not be reached behind it. */}
      <section
        aria-label={title}
        className={cx("flex min-w-0 flex-1 flex-col", thread !== undefined && "max-md:invisible")}
      >
        <ChannelHeader
          channel={channel}
          details={tab}
          onDetails={(wanted) => (wanted === tab ? closeDetails() : openDetails(wanted))}
        />
        <Droppable channel={channel} root={null} name={channel.name === null ? title : `#${title}`}>
          <div className="min-h-0 flex-1">
            <Feed
              channel={channel}
              root={null}
              label={t("messages.in", { name: title })}
              at={at}
              onThread={openThread}
              onLatest={toLatest}
              intro={<Intro channel={channel} title={title} />}
            />
          </div>
          <div data-region="composer">
            <Writing
              channel={channel}
              root={null}
              title={title}
              channels={channels}
              onSent={at === undefined ? undefined : toLatest}
            />
          </div>
        </Droppable>
      </section>
      {thread !== undefined && (
        <LazyPart>
          <ThreadDrawer
            channel={channel}
            title={channel.name === null ? title : `#${title}`}
            root={thread}
            onClose={closeThread}
            renderRoot={(root) => <RootRow root={root} channel={channel} />}
          >
            <Droppable channel={channel} root={thread} name={t("composer.dropThread")}>
              <div className="min-h-0 flex-1">
                <Feed channel={channel} root={thread} label={t("messages.thread")} at={reply} onLatest={toLastReply} />
              </div>
              <Writing channel={channel} root={thread} title={title} channels={channels} />
            </Droppable>
          </ThreadDrawer>
        </LazyPart>
      )}
      {tab !== undefined && (
        <LazyPart>
          <Details channel={channel} tab={tab} onTab={openDetails} onClose={closeDetails} onJump={jump} />
        </LazyPart>
      )}
    </div>
  );
}

/** Whether there is room for the pane beside the list; as in its styles. */
const standsBeside = () => matchMedia("(min-width: 1100px)").matches;

interface DroppableProps {
  readonly channel: Channel;
  readonly root: string | null;
  readonly name: string;
  readonly children: ReactNode;
}

function Droppable({ channel, root, name, children }: DroppableProps) {
  const blocked = useBlockedOther(channel) !== undefined;
  const mayWrite = useRefusal(channel, root) === undefined && !blocked;
  return (
    <DropOverlay
      channel={channel}
      root={root}
      name={name}
      disabled={!mayWrite}
      className="flex min-h-0 flex-1 flex-col"
    >
      {children}
    </DropOverlay>
  );
}

/** Why nothing can be written here, if so. */
function useRefusal(channel: Channel, root: string | null): "channel_archived" | "posting_restricted" | undefined {
  const manages = useManages(channel);
  if (channel.archived_at !== null) return "channel_archived";
  return channel.posting === "admins" && !manages && root === null ? "posting_restricted" : undefined;
}

/** The other of a conversation of two, whom I have blocked. */
function useBlockedOther(channel: Channel): User | undefined {
  const { me } = useSession();
  const other = channel.kind === "dm" ? channel.members.find((member) => member.id !== me) : undefined;
  return useIsBlocked(other?.id) ? other : undefined;
}

interface WritingProps {
  readonly channel: Channel;
  readonly root: string | null;
  readonly title: string;
  readonly channels: readonly Channel[];
  readonly onSent?: (() => void) | undefined;
}

function Writing({ channel, root, title, channels, onSent }: WritingProps) {
  const { t } = useTranslation();
  const session = useSession();
  const refusal = useRefusal(channel, root);
  const blocked = useBlockedOther(channel);
  if (blocked)
    return (
      <LazyPart>
        <BlockedWriting user={blocked} />
      </LazyPart>
    );
  if (refusal !== undefined)
    return <p className="border-line border-t px-5 py-4 text-center text-muted">{t(`errors.${refusal}`)}</p>;
  const placeholder =
    root === null
      ? t("composer.placeholder", { name: channel.name === null ? title : `#${title}` })
      : t("composer.reply");
  return (
    <>
      <LazyPart until={<ComposerPlace />}>
        <Composer
          channel={channel}
          root={root}
          placeholder={placeholder}
          channels={channels}
          onEditLast={() => editLast(session.cache, channel.id, root, session.me)}
          {...(root === null ? {} : { alsoLabel: t("composer.also", { name: channel.name ?? title }) })}
          {...(onSent ? { onSent } : {})}
        />
      </LazyPart>
      <TypingLine place={placeOf(channel.id, root)} />
    </>
  );
}

/** As high as an empty composer: what stands above does not move when it comes. */
function ComposerPlace() {
  return (
    <div aria-hidden="true" className="px-5 pb-1">
      <div className="h-21 rounded-composer border border-line-strong bg-canvas pointer-coarse:h-24" />
    </div>
  );
}

function RootRow({ root, channel }: { readonly root: Message; readonly channel: Channel }) {
  const manages = useManages(channel);
  const row = {
    key: `root-${keyOf(root.author.id, root.nonce)}`,
    message: root,
    pending: undefined,
    author: root.author.id,
    at: Date.parse(root.created_at),
    day: false,
    unread: false,
    head: true,
  };
  return (
    // As in the list, where the row has the focus, and its letters are keys.
    <article
      tabIndex={0}
      aria-labelledby={`${rowId(row.key)}-who ${rowId(row.key)}-when`}
      className="-outline-offset-2"
    >
      <MessageRow row={row} mayModerate={manages} />
    </article>
  );
}

/** Whether I moderate here, be it by my role in the workspace. */
function useManages(channel: Channel): boolean {
  const role = effectiveRole(channel, useWorkspace(channel.workspace_id)?.role);
  return role === "owner" || role === "admin";
}

function Intro({ channel, title }: { readonly channel: Channel; readonly title: string }) {
  const { t } = useTranslation();
  const direct = isDirect(channel);
  return (
    <div className="px-5 pt-10 pb-4">
      <p className="font-bold text-page">
        {direct ? t("messages.introDirect", { name: title }) : t("messages.introTitle", { name: `#${title}` })}
      </p>
      <p className="text-muted">
        {channel.description || t(direct ? "messages.introDirectText" : "messages.introText")}
      </p>
    </div>
  );
}
