import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { members } from "../../../api/channels";
import { keys } from "../../../api/keys";
import type { ChannelMember } from "../../../api/types";
import { arrange, matches } from "./arrange";

/**
 * The members that are loaded, by rank and name, and those that a search is for. The server pages but does not search
 * here: while something is searched, the rest is loaded page by page.
 */
export function useMembers(channel: string, q: string) {
  const query = useInfiniteQuery({
    queryKey: keys.memberPages(channel),
    queryFn: ({ pageParam }) => members(channel, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const searching = q.trim() !== "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that came asks for the one after it
  useEffect(() => {
    if (searching && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [searching, data, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const all = useMemo(() => arrange(data?.pages.flatMap((page) => page.data) ?? []), [data]);
  const shown = useMemo(() => all.filter((member: ChannelMember) => matches(member.user, q)), [all, q]);
  return { ...query, all, shown };
}
