import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { keys } from "../../api/keys";
import { type Asked, search } from "../../api/search";
import type { SearchHit } from "../../api/types";
import { useHeard } from "../../blocked";
import { isSearchable } from "./device";
import type { Scope } from "./query";
import { useSettled } from "./use-found";

/** What the palette has room for, and a page of the results. */
const FEW = 6;
const PAGE = 25;
const FRESH_MS = 30_000;

/** The best few for what is being typed, once it settles. `failed`: the server did not answer. */
export function useFewHits(workspace: string, text: string, scope: Scope) {
  const q = useSettled(text);
  const asked = scope === "all" && isSearchable(q);
  const query = useQuery({
    queryKey: keys.search(workspace, q, "few"),
    queryFn: ({ signal }) => search({ workspace, q, sort: "relevance" }, FEW, undefined, signal),
    enabled: asked,
    staleTime: FRESH_MS,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const hits = useHeard(query.data?.data ?? NOTHING, ({ message }) => message.author.id);
  return { hits: asked && !query.isError ? hits : NOTHING, failed: asked && query.isError };
}

const NOTHING: readonly SearchHit[] = [];

/** All that is found, page by page. */
export function useHits(asked: Asked) {
  const query = useInfiniteQuery({
    queryKey: keys.search(asked.workspace, asked.q, asked.sort),
    queryFn: ({ pageParam, signal }) => search(asked, PAGE, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled: asked.q.trim() !== "",
    staleTime: FRESH_MS,
    retry: false,
  });
  const found = query.data?.pages.flatMap((page) => page.data) ?? NOTHING;
  return { ...query, hits: useHeard(found, ({ message }) => message.author.id) };
}
