import { skipToken, useQuery } from "@tanstack/react-query";
import { keys } from "../../api/keys";
import { message as fetchMessage } from "../../api/messages";
import type { Message } from "../../api/types";
import { findMessage, type Timeline } from "../../timeline/timeline";

/**
 * The message that a thread is about. Where the channel has it loaded, events keep that copy fresh; a thread that is
 * opened by its address asks the server.
 */
export function useRoot(channel: string, root: string) {
  const loaded = useQuery<Timeline, Error, Message | undefined>({
    queryKey: keys.timeline(channel),
    queryFn: skipToken,
    select: (timeline) => findMessage(timeline, root),
  }).data;
  const asked = useQuery({
    queryKey: keys.message(root),
    queryFn: () => fetchMessage(root),
    staleTime: 0,
    retry: false,
  });
  return { message: newer(loaded, asked.data), error: asked.error, retry: () => void asked.refetch() };
}

export function newer(a: Message | undefined, b: Message | undefined): Message | undefined {
  if (!a || !b) return a ?? b;
  return b.rev_seq > a.rev_seq ? b : a;
}
