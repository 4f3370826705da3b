import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import { members } from "../../../api/channels";
import { keys } from "../../../api/keys";
import type { ChannelMember } from "../../../api/types";
import { arrange, matches } from "./arrange";

/**
 * The members that are loaded, by rank and name, and those that a search is for: among those that are loaded, and by
 * the server's word while there are others.
 */
export function useMembers(channel: string, q: string) {
  const query = useInfiniteQuery({
    queryKey: keys.memberPages(channel),
    queryFn: ({ pageParam }) => members(channel, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const { data, hasNextPage } = query;
  const wanted = useDeferredValue(q.trim().replace(/^@/, ""));
  const asked = wanted !== "" && hasNextPage;
  const found = useQuery({
    queryKey: keys.membersFound(channel, wanted),
    queryFn: () => members(channel, undefined, wanted),
    enabled: asked,
    staleTime: 0,
  });
  const all = useMemo(() => arrange(data?.pages.flatMap((page) => page.data) ?? []), [data]);
  const others = asked ? found.data?.data : undefined;
  const shown = useMemo(
    () => arrange([...all.filter((member: ChannelMember) => matches(member.user, q)), ...(others ?? [])]),
    [all, q, others],
  );
  return { ...query, all, shown, isSearching: asked && found.isFetching };
}
