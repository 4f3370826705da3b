import { useInfiniteQuery } from "@tanstack/react-query";
import { Paperclip } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { channelFiles } from "../../../api/channels";
import { keys } from "../../../api/keys";
import { explain } from "../../../api/problem";
import type { Channel, File } from "../../../api/types";
import { Button } from "../../../ui/Button";
import { EmptyState } from "../../../ui/EmptyState";
import { LazyPart } from "../../../ui/LazyPart";
import { lazyPart } from "../../../ui/lazy-part";
import { Select } from "../../../ui/Select";
import type { Jump } from "./Details";
import { FileLine } from "./FileLine";

const Lightbox = lazyPart(() => import("../../../ui/Lightbox").then((part) => part.Lightbox));

const isPicture = (file: File) => file.kind === "image" && file.state === "ready" && file.thumbnail_url !== null;

interface Props {
  readonly channel: Channel;
  readonly onJump: (to: Jump) => void;
}

const KINDS: readonly ("all" | File["kind"])[] = ["all", "image", "video", "audio", "file"];

/** What was shared here, newest first. */
export function Files({ channel, onJump }: Props) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<"all" | File["kind"]>("all");
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: keys.files(channel.id, kind),
    queryFn: ({ pageParam }) => channelFiles(channel.id, kind === "all" ? undefined : kind, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    // Messages bring and take files without an event of the list's own.
    staleTime: 0,
  });
  const files = data?.pages.flatMap((page) => page.data) ?? [];
  const [viewed, setViewed] = useState<number>();
  const pictures = files.filter((one) => isPicture(one.file));
  return (
    <div className="flex flex-col gap-3">
      <Select
        label={t("details.files.show")}
        value={kind}
        options={KINDS.map((value) => ({ value, label: t(`details.files.kind.${value}`) }))}
        onChange={setKind}
      />
      {error !== null && (
        <p role="alert" className="text-muted">
          {explain(error)} <Button onClick={() => void refetch()}>{t("app.retry")}</Button>
        </p>
      )}
      <ul aria-busy={isPending || isFetchingNextPage} aria-label={t("details.tab.files")} className="flex flex-col">
        {files.map((one) => (
          <li key={`${one.message_id}/${one.file.id}`}>
            <FileLine
              shared={one}
              onJump={onJump}
              {...(isPicture(one.file) ? { onView: () => setViewed(pictures.indexOf(one)) } : {})}
            />
          </li>
        ))}
      </ul>
      {!isPending && error === null && files.length === 0 && (
        <EmptyState icon={<Paperclip />} title={t("details.files.none")} text={t("details.files.noneHint")} />
      )}
      {hasNextPage && (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("details.files.more")}
        </Button>
      )}
      {viewed !== undefined && (
        <LazyPart>
          <Lightbox
            index={viewed}
            onClose={() => setViewed(undefined)}
            pictures={pictures.map(({ file, author, created_at, seq, parent_id }) => ({
              file,
              by: author.display_name,
              at: Date.parse(created_at),
              onJump: () => onJump({ seq, thread: parent_id ?? undefined }),
            }))}
          />
        </LazyPart>
      )}
    </div>
  );
}
