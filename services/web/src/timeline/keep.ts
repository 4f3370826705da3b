import type { Query, QueryClient } from "@tanstack/react-query";
import { shelve, type Timeline } from "./timeline";

/** So many channels that were visited stay in memory, each with its newest rows. */
export const KEEP_CHANNELS = 20;

const SHELVES = [["timeline"], ["thread"]] as const;

/** Make room: of channels and threads that nobody looks at, the longest unused go and the others are cut short. */
export function makeRoom(cache: QueryClient): void {
  for (const queryKey of SHELVES) {
    const idle = cache
      .getQueryCache()
      .findAll({ queryKey, type: "inactive" })
      .sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
    for (const [index, query] of idle.entries()) {
      if (index >= KEEP_CHANNELS) cache.removeQueries({ queryKey: query.queryKey, exact: true });
      else cutShort(cache, query);
    }
  }
}

function cutShort(cache: QueryClient, { queryKey, state }: Query): void {
  const timeline = state.data as Timeline | undefined;
  const short = timeline && shelve(timeline);
  // The time of its last news stays: by that the longest unused is told.
  if (short !== timeline) cache.setQueryData(queryKey, short, { updatedAt: state.dataUpdatedAt });
}
