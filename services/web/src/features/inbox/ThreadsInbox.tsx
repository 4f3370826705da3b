import { MessagesSquare } from "lucide-react";
import { useTranslation } from "react-i18next";
import { threads } from "../../api/inbox";
import { keys } from "../../api/keys";
import type { Channel, Thread } from "../../api/types";
import { Badge } from "../../ui/Badge";
import { EmptyState } from "../../ui/EmptyState";
import { useMe, useMyChannels } from "../channels/use-channels";
import { Entry, Said } from "./Entry";
import { InboxScreen } from "./InboxScreen";
import { useInbox } from "./use-inbox";

/** The threads that I follow, newest activity first. */
export function ThreadsInbox({ workspace }: { readonly workspace: string }) {
  const { t } = useTranslation();
  const mine = useMyChannels(workspace);
  const { entries, screen } = useInbox(keys.threads(workspace), (cursor) => threads(workspace, cursor));
  const empty = entries?.length === 0 && (
    <EmptyState icon={<MessagesSquare />} title={t("inbox.noThreads")} text={t("inbox.noThreadsHint")} />
  );
  return (
    <InboxScreen workspace={workspace} title={t("channels.threads")} empty={empty || undefined} {...screen}>
      {entries?.map((thread) => {
        const channel = mine.find((one) => one.id === thread.channel_id);
        return channel && <Followed key={thread.root_id} thread={thread} channel={channel} workspace={workspace} />;
      })}
    </InboxScreen>
  );
}

interface FollowedProps {
  readonly thread: Thread;
  readonly channel: Channel;
  readonly workspace: string;
}

function Followed({ thread, channel, workspace }: FollowedProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { root, latest, unread, mentions } = thread;
  return (
    <Entry
      workspace={workspace}
      channel={channel}
      message={root}
      at={thread.active_at}
      unread={unread > 0}
      to={{ thread: root.id }}
      inThread
    >
      {latest && (
        <div className="mt-2 ml-8 border-line border-l-2 pl-3">
          <Said message={latest} me={me.id} />
        </div>
      )}
      <p className="mt-2 ml-8 flex items-center gap-2 text-meta text-muted">
        {t("messages.replies", { count: root.reply_count })}
        <Badge count={unread} loud={mentions > 0} label={t("channels.unreadCount", { count: unread })} />
      </p>
    </Entry>
  );
}
