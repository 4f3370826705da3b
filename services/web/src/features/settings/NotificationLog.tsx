import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { explain } from "../../api/problem";
import { notificationLog } from "../../api/push";
import type { Channel, NotificationEntry } from "../../api/types";
import { useUser } from "../../api/use-user";
import { formatNames, formatWhen } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Failed } from "../../ui/Failed";
import { isDirect, titleOf, useChannel, useMe } from "../channels/use-channels";

/** Why a notification came to my devices, or did not. */
export function NotificationLog() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: keys.notificationLog,
    queryFn: ({ pageParam }) => notificationLog(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 0,
  });
  const entries = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-labelledby="notification-log">
      <h3 id="notification-log" className="font-semibold text-title">
        {t("notify.log.title")}
      </h3>
      <p className="mb-2 text-meta text-muted">{t("notify.log.hint")}</p>
      {error !== null && <Failed text={explain(error)} onRetry={() => void refetch()} />}
      {!isPending && error === null && entries.length === 0 && <p className="text-muted">{t("notify.log.empty")}</p>}
      <ul aria-labelledby="notification-log" aria-busy={isPending} className="divide-y divide-line">
        {entries.map((entry) => (
          <li key={entry.message_id}>
            <Entry entry={entry} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button className="mt-3" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("notify.log.more")}
        </Button>
      )}
    </section>
  );
}

function Entry({ entry }: { readonly entry: NotificationEntry }) {
  const { t } = useTranslation();
  const me = useMe();
  const author = useUser(entry.author_id);
  const channel = useChannel(entry.channel_id);
  const name = author?.display_name ?? "…";
  const title = channel && titleOf(channel, me.id, formatNames);
  const place = channel && !isDirect(channel) ? `#${title}` : title;
  const concern = concernOf(entry.concern, channel);
  const thread = entry.parent_id !== null && entry.message_no === null ? { thread: entry.parent_id } : {};
  return (
    <Link
      to="/w/$workspace/c/$channel"
      params={{ workspace: entry.workspace_id, channel: entry.channel_id }}
      search={thread}
      className="-mx-2 block rounded-control px-2 py-2 hover:bg-hover pointer-coarse:min-h-11"
    >
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1">{t(`notify.log.concern.${concern}`, { name, place: place ?? "…" })}</span>
        <time dateTime={entry.created_at} className="shrink-0 text-label text-muted tabular-nums">
          {formatWhen(Date.parse(entry.created_at), Date.now())}
        </time>
      </span>
      <span className={cx("block text-meta", entry.outcome === "sent" ? "text-accent-ink" : "text-muted")}>
        {t(`notify.log.outcome.${entry.outcome}`)}
      </span>
    </Link>
  );
}

/** In a conversation of two there is no place to speak of; one of several is a place as a channel is. */
function concernOf(concern: NotificationEntry["concern"], channel: Channel | undefined): NotificationEntry["concern"] {
  if (channel?.kind === "dm") return "direct";
  return channel?.kind === "group_dm" && concern === "direct" ? "message" : concern;
}
