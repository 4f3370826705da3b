import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ComponentType } from "react";

/** What the server said. The socket keeps it fresh, so nothing is asked again only because time has passed. */
const cache = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 30 * 60_000,
      retry: 1,
      refetchOnWindowFocus: false,
      structuralSharing: false,
      // Asked also while the browser says it is offline: what the disk holds is an answer.
      networkMode: "offlineFirst",
    },
  },
});

/** A screen that reads the server's data. Those for signing in do not, and load none of this. */
export function withCache(Screen: ComponentType): ComponentType {
  return function Cached() {
    return (
      <QueryClientProvider client={cache}>
        <Screen />
      </QueryClientProvider>
    );
  };
}
