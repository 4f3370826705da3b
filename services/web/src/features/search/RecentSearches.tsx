import { useQuery, useQueryClient } from "@tanstack/react-query";
import { History, Search, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { explain } from "../../api/problem";
import { forgetSearch, suggestions } from "../../api/search";
import { EmptyState } from "../../ui/EmptyState";
import { IconButton } from "../../ui/IconButton";
import { toast } from "../../ui/Toasts";

export interface RecentSearchesProps {
  readonly workspace: string;
  readonly onChoose: (q: string) => void;
}

/** Before anything is asked: what I searched for last, and what can be asked. */
export function RecentSearches({ workspace, onChoose }: RecentSearchesProps) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const key = keys.search(workspace, "", "recent");
  const { data } = useQuery({ queryKey: key, queryFn: () => suggestions(workspace, ""), staleTime: 0 });
  const recent = data?.recent ?? [];
  const forget = (q: string) =>
    void forgetSearch(workspace, q).then(
      () => cache.invalidateQueries({ queryKey: key }),
      (error: unknown) => toast(explain(error)),
    );
  if (recent.length === 0) {
    return <EmptyState icon={<Search />} title={t("search.startTitle")} text={t("search.startText")} />;
  }
  return (
    <section aria-label={t("search.recents")}>
      <h2 className="mb-1 font-semibold text-meta text-muted">{t("search.recents")}</h2>
      <ul>
        {recent.map((q) => (
          <li key={q} className="flex items-center gap-1">
            <button
              type="button"
              onClick={() => onChoose(q)}
              className="flex min-h-10 min-w-0 flex-1 items-center gap-2.5 rounded-control px-2 text-left hover:bg-hover pointer-coarse:min-h-11"
            >
              <History size={16} aria-hidden="true" className="shrink-0 text-subtle" />
              <bdi className="truncate">{q}</bdi>
            </button>
            <IconButton label={t("search.forget", { q })} icon={<X size={16} />} onClick={() => forget(q)} />
          </li>
        ))}
      </ul>
      <p className="mt-3 text-meta text-subtle">{t("search.startText")}</p>
    </section>
  );
}
