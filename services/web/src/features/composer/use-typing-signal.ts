import { useCallback, useRef } from "react";
import { useSession } from "../../session-context";

/** At most one signal in this time. */
const EVERY_MS = 3_000;

export function useTypingSignal(channel: string, root: string | null): () => void {
  const session = useSession();
  const last = useRef(0);
  return useCallback(() => {
    const now = Date.now();
    if (now - last.current < EVERY_MS) return;
    last.current = now;
    session.connection.tell("typing", { channel, parent_id: root });
  }, [session, channel, root]);
}
