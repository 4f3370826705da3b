import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronLeft, Search, SearchX } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, explain } from "../../api/problem";
import { rememberSearch, type Sort } from "../../api/search";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { useMe, useMyChannels } from "../channels/use-channels";
import { FilterBar } from "./FilterBar";
import { Hit } from "./Hit";
import { RecentSearches } from "./RecentSearches";
import { useHits } from "./use-search";

export interface SearchScreenProps {
  readonly workspace: string;
  /** What the address asks for. */
  readonly q: string;
  readonly sort: Sort;
}

/** All messages of this workspace in which something is. What is asked stands in the address. */
export function SearchScreen({ workspace, q, sort }: SearchScreenProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(q);
  useEffect(() => setTyped(q), [q]);
  useEffect(() => field.current?.focus(), []);
  const ask = (next: string, order: Sort = sort) => {
    const asked = next.trim();
    void navigate({
      to: "/w/$workspace/search",
      params: { workspace },
      search: { q: asked, sort: order },
      replace: true,
    });
  };
  return (
    <section aria-label={t("search.screen")} className="flex h-full flex-col">
      <header className="shrink-0 border-line border-b">
        <div className="mx-auto max-w-[980px] px-1 py-2.5 md:px-5">
          <search>
            <form
              className="flex items-center gap-1"
              onSubmit={(event) => {
                event.preventDefault();
                ask(typed);
              }}
            >
              <Link
                to="/w/$workspace"
                params={{ workspace }}
                aria-label={t("app.back")}
                className="grid size-9 shrink-0 place-items-center rounded-control hover:bg-hover md:hidden pointer-coarse:size-11"
              >
                <ChevronLeft size={20} aria-hidden="true" />
              </Link>
              <h1 className="sr-only">{t("search.screen")}</h1>
              <div className="flex min-w-0 flex-1 items-center gap-2 rounded-control border border-line-strong bg-canvas pl-3 focus-within:outline-2 focus-within:outline-link focus-within:outline-offset-1">
                <Search size={16} aria-hidden="true" className="shrink-0 text-subtle" />
                <input
                  ref={field}
                  type="search"
                  enterKeyHint="search"
                  maxLength={256}
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                  aria-label={t("search.field")}
                  placeholder={t("search.field")}
                  className="h-10 w-full min-w-0 bg-transparent pr-2 outline-none pointer-coarse:h-11"
                />
              </div>
              <Button type="submit" look="primary" className="ml-1">
                {t("search.ask")}
              </Button>
            </form>
          </search>
          <div className="px-2 pt-2.5 md:px-0">
            <FilterBar
              workspace={workspace}
              q={q}
              sort={sort}
              onQuery={(next) => ask(next)}
              onSort={(order) => ask(q, order)}
            />
          </div>
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto max-w-[980px] px-3 py-4 md:px-5">
          {q.trim() === "" ? (
            <RecentSearches workspace={workspace} onChoose={(recent) => ask(recent)} />
          ) : (
            <Found workspace={workspace} q={q} sort={sort} />
          )}
        </div>
      </div>
    </section>
  );
}

function Found({ workspace, q, sort }: SearchScreenProps) {
  const { t } = useTranslation();
  const me = useMe();
  const mine = useMyChannels(workspace);
  const [now] = useState(Date.now);
  const { hits, data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useHits({
    workspace,
    q,
    sort,
  });
  // Only what can be read as a search is one to come back to.
  const wasFound = data !== undefined && q !== "";
  useEffect(() => {
    if (wasFound) void rememberSearch(workspace, q).catch(() => undefined);
  }, [workspace, q, wasFound]);
  if (error !== null && !data) {
    return (
      <div role="alert" className="py-8 text-center">
        <p className="mb-3 text-muted">{whyNot(error, t("search.misread"))}</p>
        <Button onClick={() => void refetch()}>{t("app.retry")}</Button>
      </div>
    );
  }
  const isEmpty = !isPending && hits.length === 0 && !hasNextPage;
  return (
    <>
      <p role="status" className="mb-2 text-meta text-subtle">
        {isPending
          ? t("search.searching")
          : t(hasNextPage ? "search.firstResults" : "search.results", { count: hits.length })}
      </p>
      {isEmpty ? (
        <EmptyState icon={<SearchX />} title={t("search.nothing")} text={t("search.nothingHint")} />
      ) : (
        <ul
          aria-label={t("search.found")}
          aria-busy={isPending}
          className="flex flex-col gap-2"
          onKeyDown={(event) => {
            if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event, event.key === "ArrowDown" ? 1 : -1);
          }}
        >
          {hits.map((hit) => (
            <Hit
              key={hit.message.id}
              hit={hit}
              channel={mine.find((one) => one.id === hit.channel.id) ?? hit.channel}
              workspace={workspace}
              me={me.id}
              now={now}
            />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div className="pt-4 text-center">
          <Button onClick={() => void fetchNextPage()} busy={isFetchingNextPage}>
            {t("inbox.more")}
          </Button>
        </div>
      )}
    </>
  );
}

/** A filter that cannot be read is mine to mend; anything else is told as ever. */
function whyNot(error: unknown, misread: string): string {
  return error instanceof ApiError && error.code === "invalid_input" ? misread : explain(error);
}

/** Up and down go from one result to the next. */
function move(event: React.KeyboardEvent<HTMLElement>, by: number): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a[data-hit]")];
  const next = links[links.indexOf(document.activeElement as HTMLElement) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
