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
import { Select } from "../../../ui/Select";
import type { Jump } from "./Details";
import { FileLine } from "./FileLine";

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
            <FileLine shared={one} onJump={onJump} />
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
    </div>
  );
}
