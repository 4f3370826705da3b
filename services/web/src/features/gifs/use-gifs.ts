import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { searchGifs } from "../../api/gifs";
import { keys } from "../../api/keys";
import type { Gif } from "../../api/types";

const SETTLED_MS = 300;
const FRESH_MS = 5 * 60_000;

export interface Gifs {
  readonly gifs: readonly Gif[];
  /** The answer to what is written now is here. */
  readonly settled: boolean;
  readonly failed: boolean;
  readonly again: () => void;
  /** Undefined: there are no more. */
  readonly more: (() => void) | undefined;
}

/** What the server finds once nobody has typed for a moment. */
export function useGifs(text: string): Gifs {
  const wanted = text.trim();
  const [q, setQ] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setQ(wanted), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const query = useInfiniteQuery({
    queryKey: keys.gifs(q),
    queryFn: ({ pageParam, signal }) => searchGifs(q, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: FRESH_MS,
  });
  const { data, isPending, isError, hasNextPage, isFetchingNextPage } = query;
  return {
    gifs: data?.pages.flatMap((page) => page.data) ?? [],
    settled: q === wanted && !isPending && !isError,
    failed: isError && data === undefined,
    again: () => void query.refetch(),
    more: hasNextPage && !isFetchingNextPage ? () => void query.fetchNextPage() : undefined,
  };
}
