import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { readThread } from "../../api/inbox";
import { keys } from "../../api/keys";
import type { ThreadState } from "../../api/types";
import { threadUpdated } from "../../session/hints";
import { liveSegment, type Timeline } from "../../timeline/timeline";

/** A thread that is looked at for this long has been read. */
const DWELL_MS = 500;

/** Reads an open thread by itself, while the window has the focus and its newest reply is loaded. */
export function useThreadReader(root: string, state: ThreadState | undefined): void {
  const cache = useQueryClient();
  const asked = useRef(0);
  const unread = state?.following === true && state.unread > 0;
  useEffect(() => {
    if (!unread) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      const timeline = cache.getQueryData<Timeline>(keys.thread(root));
      const newest = timeline && liveSegment(timeline)?.messages.at(-1)?.seq;
      if (newest === undefined || newest <= asked.current || document.hidden || !document.hasFocus()) return look();
      asked.current = newest;
      try {
        threadUpdated(await readThread(root, newest), cache);
      } catch {
        asked.current = 0;
        look();
      }
    };
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void read(), DWELL_MS);
    };
    look();
    window.addEventListener("focus", look);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("focus", look);
    };
  }, [cache, root, unread]);
}
