import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Hash } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { joinChannel } from "../api/channels";
import { explain } from "../api/problem";
import type { Channel, Message } from "../api/types";
import { ChannelHeader } from "../features/channels/ChannelHeader";
import { Members } from "../features/channels/Members";
import { titleOf, useChannel, useMe, useMyChannels } from "../features/channels/use-channels";
import { Composer } from "../features/composer/Composer";
import { Feed } from "../features/messages/Feed";
import { MessageRow } from "../features/messages/MessageRow";
import { TypingLine } from "../features/presence/TypingLine";
import { placeOf } from "../features/presence/typing";
import { ThreadDrawer } from "../features/threads/ThreadDrawer";
import { formatNames } from "../i18n/format";
import { useSession } from "../session-context";
import { keyOf } from "../timeline/rows";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { toast } from "../ui/toast";

export function ChannelScreen() {
  const { t } = useTranslation();
  const { channel: id } = useParams({ from: "/w/$workspace/c/$channel" });
  const channel = useChannel(id);
  if (!channel) return <Unknown id={id} title={t("errors.not_found")} />;
  return <Conversation key={channel.id} channel={channel} />;
}

/** Not one of mine: a public one can be joined from here. */
function Unknown({ id, title }: { readonly id: string; readonly title: string }) {
  const { t } = useTranslation();
  const session = useSession();
  const join = async () => {
    try {
      session.add(await joinChannel(id));
    } catch (error) {
      toast.error(explain(error));
    }
  };
  return (
    <EmptyState
      icon={<Hash />}
      title={title}
      text={t("channels.joinHint")}
      action={<Button onClick={join}>{t("channels.join")}</Button>}
    />
  );
}

function Conversation({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  const me = useMe();
  const session = useSession();
  const navigate = useNavigate({ from: "/w/$workspace/c/$channel" });
  const { thread, at } = useSearch({ from: "/w/$workspace/c/$channel" });
  const channels = useMyChannels(channel.workspace_id);
  const [showsMembers, setShowsMembers] = useState(false);
  const title = titleOf(channel, me.id, formatNames);
  const openThread = useCallback(
    (root: string) => void navigate({ search: (old) => ({ ...old, thread: root }) }),
    [navigate],
  );
  const closeThread = () => void navigate({ search: ({ thread: _closed, ...rest }) => rest });
  const toLatest = () => void navigate({ search: ({ at: _left, ...rest }) => rest });
  useEffect(() => {
    session.focus(channel.id, thread ?? null);
  }, [session, channel.id, thread]);
  return (
    <div className="flex h-full">
      <section aria-label={title} className="flex min-w-0 flex-1 flex-col">
        <ChannelHeader channel={channel} onMembers={() => setShowsMembers(true)} />
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
        <Writing
          channel={channel}
          root={null}
          title={title}
          channels={channels}
          onSent={at === undefined ? undefined : toLatest}
        />
      </section>
      {thread !== undefined && (
        <ThreadDrawer
          channel={channel}
          root={thread}
          onClose={closeThread}
          renderRoot={(root) => <RootRow root={root} channel={channel} />}
        >
          <div className="min-h-0 flex-1">
            <Feed channel={channel} root={thread} label={t("messages.thread")} />
          </div>
          <Writing channel={channel} root={thread} title={title} channels={channels} />
        </ThreadDrawer>
      )}
      <Members channel={channel} open={showsMembers} onOpenChange={setShowsMembers} />
    </div>
  );
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
  const manages = channel.membership?.role === "owner" || channel.membership?.role === "admin";
  if (channel.archived_at !== null)
    return <p className="border-line border-t px-5 py-4 text-center text-muted">{t("errors.channel_archived")}</p>;
  if (channel.posting === "admins" && !manages && root === null)
    return <p className="border-line border-t px-5 py-4 text-center text-muted">{t("errors.posting_restricted")}</p>;
  const placeholder =
    root === null
      ? t("composer.placeholder", { name: channel.name === null ? title : `#${title}` })
      : t("composer.reply");
  return (
    <>
      <Composer
        channel={channel}
        root={root}
        placeholder={placeholder}
        channels={channels}
        {...(root === null ? {} : { alsoLabel: t("composer.also", { name: channel.name ?? title }) })}
        {...(onSent ? { onSent } : {})}
      />
      <TypingLine place={placeOf(channel.id, root)} />
    </>
  );
}

function RootRow({ root, channel }: { readonly root: Message; readonly channel: Channel }) {
  const manages = channel.membership?.role === "owner" || channel.membership?.role === "admin";
  const row = {
    key: `root-${keyOf(root.author.id, root.nonce)}`,
    message: root,
    pending: undefined,
    at: Date.parse(root.created_at),
    day: false,
    unread: false,
    head: true,
  };
  return <MessageRow row={row} mayModerate={manages} />;
}

function Intro({ channel, title }: { readonly channel: Channel; readonly title: string }) {
  const { t } = useTranslation();
  return (
    <div className="px-5 pt-10 pb-4">
      <p className="font-bold text-page">{t("messages.introTitle", { name: title })}</p>
      <p className="text-muted">{channel.description || t("messages.introText")}</p>
    </div>
  );
}
