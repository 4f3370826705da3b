import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { explain } from "../../api/problem";
import { workspaceMembers } from "../../api/workspaces";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Failed } from "../../ui/Failed";
import { Field } from "../../ui/Field";
import { useWorkspace } from "../channels/use-channels";
import type { DialogProps } from "./DialogHost";
import { WorkspaceMemberRow } from "./WorkspaceMemberRow";

/** Everybody here, and what they are. */
export function WorkspaceMembers({ workspace, onClose }: DialogProps) {
  const { t } = useTranslation();
  const here = useWorkspace(workspace);
  const [q, setQ] = useState("");
  const wanted = useDeferredValue(q.trim());
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: keys.peoplePages(workspace, wanted),
    queryFn: ({ pageParam }) => workspaceMembers(workspace, wanted, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (before) => before,
    staleTime: 0,
  });
  const shown = data?.pages.flatMap((page) => page.data);
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("workspace.peopleOf", { name: here?.name ?? "" })}
      description={t("people.memberCount", { count: here?.member_count ?? shown?.length ?? 0 })}
      wide
    >
      <Field label={t("people.find")} type="search" value={q} onChange={(event) => setQ(event.target.value)} />
      {error !== null && <Failed text={explain(error)} onRetry={() => void refetch()} />}
      <ul className="-mx-2 mt-2" aria-busy={isPending || isFetchingNextPage} aria-label={t("channels.people")}>
        {shown?.map((member) => (
          <li key={member.user.id} className="[contain-intrinsic-size:auto_48px] [content-visibility:auto]">
            <WorkspaceMemberRow workspace={workspace} member={member} onLeave={onClose} />
          </li>
        ))}
      </ul>
      {shown?.length === 0 && <p className="py-6 text-center text-muted">{t("channels.nothingFound")}</p>}
      {hasNextPage && (
        <Button className="mt-2 w-full" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("channels.showMore")}
        </Button>
      )}
    </Dialog>
  );
}
