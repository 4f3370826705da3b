import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { keys } from "../../api/keys";
import type { Channel } from "../../api/types";

/**
 * Takes a channel's settings from the server's answer at once; the event that tells everybody says the same. Counts
 * and positions stay: the answer may be older than what the socket told meanwhile.
 */
export function useChanged(): (changed: Channel) => void {
  const cache = useQueryClient();
  return useCallback(
    ({ id, name, slug, topic, description, cover_url, posting, slow_mode_s, archived_at }) => {
      const settings = { name, slug, topic, description, cover_url, posting, slow_mode_s, archived_at };
      cache.setQueryData<Channel[]>(keys.channels, (known) =>
        known?.map((one) => (one.id === id ? { ...one, ...settings } : one)),
      );
    },
    [cache],
  );
}
