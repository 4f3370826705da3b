import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowRight, Pin, PinOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys";
import { pin, pins } from "../../../api/messages";
import { may } from "../../../api/permissions";
import { explain } from "../../../api/problem";
import type { Channel, Message } from "../../../api/types";
import { formatShort } from "../../../i18n/format";
import { Markdown } from "../../../markdown/Markdown";
import { Avatar } from "../../../ui/Avatar";
import { Button } from "../../../ui/Button";
import { EmptyState } from "../../../ui/EmptyState";
import { Failed } from "../../../ui/Failed";
import { IconButton } from "../../../ui/IconButton";
import { attempt } from "../../../use-task";
import { useWorkspace } from "../use-channels";
import type { Jump } from "./Details";

interface Props {
  readonly channel: Channel;
  readonly onJump: (to: Jump) => void;
}

/** What was pinned, last one first. */
export function Pins({ channel, onJump }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: keys.pins(channel.id),
    queryFn: () => pins(channel.id),
  });
  if (error !== null) return <Failed text={explain(error)} onRetry={() => void refetch()} />;
  if (data?.length === 0)
    return <EmptyState icon={<Pin />} title={t("details.noPins")} text={t("details.noPinsHint")} />;
  return (
    <ul aria-busy={data === undefined} aria-label={t("details.tab.pins")} className="flex flex-col gap-3">
      {data?.map((message) => (
        <li key={message.id}>
          <Pinned channel={channel} message={message} onJump={onJump} />
        </li>
      ))}
    </ul>
  );
}

function Pinned({ channel, message, onJump }: Props & { readonly message: Message }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const role = useWorkspace(channel.workspace_id)?.role;
  const unpin = async () => {
    const without = (list: Message[] | undefined) => list?.filter((one) => one.id !== message.id);
    cache.setQueryData<Message[]>(keys.pins(channel.id), without);
    if (!(await attempt(pin(message.id, false)))) await cache.invalidateQueries({ queryKey: keys.pins(channel.id) });
  };
  return (
    <article className="rounded-menu border border-line p-3" aria-label={message.author.display_name}>
      <header className="mb-1 flex items-center gap-2">
        <Avatar name={message.author.display_name} url={message.author.avatar_url} size={24} />
        <bdi className="min-w-0 truncate font-semibold text-meta">{message.author.display_name}</bdi>
        <time dateTime={message.created_at} className="shrink-0 text-label text-subtle">
          {formatShort(Date.parse(message.created_at))}
        </time>
      </header>
      <div className="max-h-40 overflow-hidden">
        <Markdown body={message.body} mentions={message.mentions.users} />
      </div>
      {message.files.length > 0 && (
        <p className="truncate text-meta text-muted">{message.files.map((file) => file.name).join(", ")}</p>
      )}
      <footer className="mt-1 -mr-1.5 -mb-1.5 flex items-center justify-end gap-1">
        {may(channel, role, "pin") && (
          <IconButton label={t("messages.unpin")} icon={<PinOff size={16} />} onClick={() => void unpin()} />
        )}
        <Button
          look="quiet"
          onClick={() => onJump({ seq: message.seq, thread: threadOf(message) })}
          className="px-2 text-meta"
        >
          {t("details.jump")}
          <ArrowRight size={14} aria-hidden="true" />
        </Button>
      </footer>
    </article>
  );
}

/** A reply that does not stand in the channel is found in its thread alone. */
function threadOf(message: Message): string | undefined {
  return message.message_no === null ? (message.parent_id ?? undefined) : undefined;
}
