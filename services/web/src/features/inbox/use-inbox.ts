import { type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import type { Page } from "../../api/types";

/** The pages of an inbox, and what its screen is told of them. `entries` is undefined until the first is there. */
export function useInbox<T>(key: QueryKey, load: (cursor: string | undefined) => Promise<Page<T>>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  return {
    entries: query.data?.pages.flatMap((page) => page.data),
    screen: {
      error: query.data ? null : query.error,
      onRetry: () => void query.refetch(),
      isLoading: query.isPending,
      hasMore: query.hasNextPage,
      isLoadingMore: query.isFetchingNextPage,
      onMore: () => void query.fetchNextPage(),
    },
  };
}
