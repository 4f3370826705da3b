import { effectiveRole } from "../../api/permissions";
import type { Channel } from "../../api/types";
import { useOutbox } from "../../outbox/sender";
import { useNow } from "../../ui/use-now";
import { useWorkspace } from "../channels/use-channels";

/** How many seconds slow mode makes me wait before the next message, 0 when it does not. */
export function useSlowMode(channel: Channel): number {
  const role = effectiveRole(channel, useWorkspace(channel.workspace_id)?.role);
  const applies = channel.slow_mode_s > 0 && role !== "admin" && role !== "owner";
  const pause = channel.slow_mode_s * 1_000;
  const until = useOutbox(({ entries, sentAt }) => {
    if (!applies) return 0;
    // What waits for slow mode goes first, and a whole pause follows it.
    const waiting = entries.filter((entry) => entry.channel === channel.id && entry.code === "slow_mode");
    return Math.max((sentAt[channel.id] ?? 0) + pause, ...waiting.map((entry) => entry.retryAt + pause));
  });
  const now = useNow(until > Date.now() ? 250 : undefined);
  return applies ? Math.max(0, Math.ceil((until - now) / 1_000)) : 0;
}
