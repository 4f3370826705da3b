import { AtSign } from "lucide-react";
import { useTranslation } from "react-i18next";
import { mentions } from "../../api/inbox";
import { keys } from "../../api/keys";
import type { Channel, MentionEntry } from "../../api/types";
import { EmptyState } from "../../ui/EmptyState";
import { useMyChannels } from "../channels/use-channels";
import { Entry } from "./Entry";
import { InboxScreen } from "./InboxScreen";
import { useInbox } from "./use-inbox";

/** Every message that calls me, newest first. */
export function MentionsInbox({ workspace }: { readonly workspace: string }) {
  const { t } = useTranslation();
  const mine = useMyChannels(workspace);
  const { entries, screen } = useInbox(keys.mentions(workspace), (cursor) => mentions(workspace, cursor));
  const empty = entries?.length === 0 && (
    <EmptyState icon={<AtSign />} title={t("inbox.noMentions")} text={t("inbox.noMentionsHint")} />
  );
  return (
    <InboxScreen workspace={workspace} title={t("channels.mentions")} empty={empty || undefined} {...screen}>
      {entries?.map((entry) => (
        <Mention
          key={entry.message.id}
          entry={entry}
          channel={mine.find((one) => one.id === entry.channel.id)}
          workspace={workspace}
        />
      ))}
    </InboxScreen>
  );
}

interface MentionProps {
  readonly entry: MentionEntry;
  /** As the socket keeps it; none when I am not in it. */
  readonly channel: Channel | undefined;
  readonly workspace: string;
}

function Mention({ entry, channel, workspace }: MentionProps) {
  const { message } = entry;
  const root = message.message_no === null ? message.parent_id : null;
  return (
    <Entry
      workspace={workspace}
      channel={channel ?? entry.channel}
      message={message}
      at={message.created_at}
      unread={isUnread(entry, channel)}
      to={root === null ? { at: message.seq } : { thread: root, reply: message.seq }}
      inThread={root !== null}
    />
  );
}

/** What stands in a channel is read as I go on there. */
function isUnread({ message, unread }: MentionEntry, channel: Channel | undefined): boolean {
  const membership = channel?.membership;
  return message.message_no !== null && membership ? message.message_no > membership.read_message_no : unread;
}
