import { useCallback, useEffect, useRef } from "react";
import { markRead } from "../../api/channels";
import { ApiError } from "../../api/problem";
import type { Channel } from "../../api/types";
import { useSession } from "../../session-context";
import type { Row } from "../../timeline/rows";
import { Dwell } from "./dwell";

/** A mark that did not reach the server is tried again after this; one that it refuses is not. */
const RETRY_MS = 5_000;

/**
 * Reads on by itself: the newest row of which half was in sight for half a second while the window had the focus.
 * Not while `paused`: whoever marks something as unread wants it to stay so until they leave.
 */
export function useReadMarker(channel: Channel, paused: boolean): (rows: readonly Row[]) => void {
  const session = useSession();
  const read = channel.membership?.read_message_no;
  const state = useRef({ read, paused, seen: [] as readonly number[], asked: 0, timer: 0, gone: false });
  state.current.read = read;
  state.current.paused = paused;
  const dwell = useRef(new Dwell());
  const { id } = channel;

  const look = useCallback(() => {
    const now = performance.now();
    const { current } = state;
    clearTimeout(current.timer);
    if (current.read === undefined || current.paused || current.gone) return dwell.current.lookAway();
    if (document.hidden || !document.hasFocus()) return dwell.current.lookAway();
    dwell.current.see(current.seen, now);
    const known = Math.max(current.read, current.asked);
    const reached = dwell.current.read(now);
    if (reached > known) {
      current.asked = reached;
      markRead(id, reached)
        .then(
          (position) => session.read(position),
          (error) => {
            // The channel is gone, or one is out of it: there is nothing to read on in.
            const refused = error instanceof ApiError && !error.retryable;
            if (!refused && !current.gone) current.timer = window.setTimeout(look, RETRY_MS);
          },
        )
        .finally(() => {
          if (current.asked === reached) current.asked = 0;
        });
    }
    const wait = dwell.current.next(Math.max(known, reached), now);
    if (wait !== undefined) current.timer = window.setTimeout(look, wait);
  }, [id, session]);

  useEffect(() => {
    const { current } = state;
    const targets = [
      [window, "focus"],
      [window, "blur"],
      [document, "visibilitychange"],
    ] as const;
    for (const [target, type] of targets) target.addEventListener(type, look);
    current.gone = false;
    return () => {
      current.gone = true;
      clearTimeout(current.timer);
      for (const [target, type] of targets) target.removeEventListener(type, look);
    };
  }, [look]);

  return useCallback(
    (rows) => {
      state.current.seen = rows.flatMap((row) => row.message?.message_no ?? []);
      look();
    },
    [look],
  );
}
