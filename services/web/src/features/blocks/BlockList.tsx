import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { blocks } from "../../api/blocks";
import { keys } from "../../api/keys";
import { explain } from "../../api/problem";
import type { Block } from "../../api/types";
import { formatDate } from "../../i18n/format";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { Failed } from "../../ui/Failed";
import { useTask } from "../../use-task";
import { useBlock } from "./use-block";

/** Whom I have blocked, and the way back. */
export function BlockList() {
  const { t } = useTranslation();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: keys.blocks,
    queryFn: ({ pageParam }) => blocks(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 0,
  });
  const all = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-labelledby="blocks-title">
      <h3 id="blocks-title" className="font-semibold text-title">
        {t("blocks.list")}
      </h3>
      <p className="mb-2 text-meta text-muted">{t("blocks.hint")}</p>
      {error !== null && <Failed text={explain(error)} onRetry={() => void refetch()} />}
      {data && all.length === 0 && <p className="py-4 text-muted">{t("blocks.nobody")}</p>}
      <ul aria-busy={isPending} aria-labelledby="blocks-title" className="divide-y divide-line">
        {all.map((block) => (
          <li key={block.user.id}>
            <One block={block} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button className="mt-3" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("blocks.more")}
        </Button>
      )}
    </section>
  );
}

function One({ block: { user, created_at } }: { readonly block: Block }) {
  const { t } = useTranslation();
  const block = useBlock();
  const { busy, run } = useTask();
  return (
    <div className="flex min-h-14 items-center gap-3 py-2">
      <Avatar name={user.display_name} url={user.avatar_url} size={32} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          <bdi>{user.display_name}</bdi>
        </p>
        <p className="flex flex-wrap gap-x-2 text-label text-muted">
          <span className="truncate">@{user.handle}</span>
          <span>{t("blocks.since", { time: formatDate(Date.parse(created_at)) })}</span>
        </p>
      </div>
      <Button
        busy={busy}
        aria-label={t("blocks.unblockName", { name: user.display_name })}
        onClick={() => void run(() => block(user.id, false))}
      >
        {t("blocks.unblock")}
      </Button>
    </div>
  );
}
