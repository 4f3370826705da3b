import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { follow, threadState } from "../../api/inbox";
import { keys } from "../../api/keys";
import type { ThreadState } from "../../api/types";
import { threadUpdated } from "../../session/hints";
import { attempt } from "../../use-task";

/** My side of a thread, kept fresh by the socket. */
export function useThreadState(root: string, enabled = true): ThreadState | undefined {
  return useQuery({ queryKey: keys.threadState(root), queryFn: () => threadState(root), enabled, retry: false }).data;
}

/** Follows a thread or stops to: shown at once, taken back when it is refused. */
export function useFollow(root: string): (on: boolean) => void {
  const cache = useQueryClient();
  return useCallback(
    (on) => {
      const key = keys.threadState(root);
      const before = cache.getQueryData<ThreadState>(key);
      if (before) cache.setQueryData<ThreadState>(key, { ...before, following: on });
      const choosing = follow(root, on);
      void attempt(choosing).then(async (done) => {
        if (done) threadUpdated(await choosing, cache);
        else cache.setQueryData(key, before);
      });
    },
    [cache, root],
  );
}
