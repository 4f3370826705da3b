import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../../api/keys";
import type { Reader, User } from "../../api/types";
import { findMessage, type Timeline } from "../../timeline/timeline";

export interface Receipt {
  readonly user_id: string;
  readonly message_no: number;
}

/** Somebody has read up to here: the readers that are on the screen are one more, without asking anew. */
export function receiptUpdated(cache: QueryClient, channel: string, receipt: Receipt): void {
  const timeline = cache.getQueryData<Timeline>(keys.timeline(channel));
  if (!timeline) return;
  for (const [key, readers] of cache.getQueriesData<Reader[]>({ queryKey: ["readers"] })) {
    const message = findMessage(timeline, String(key[1]));
    if (!readers || message?.message_no == null || message.message_no > receipt.message_no) continue;
    if (readers.some(({ user }) => user.id === receipt.user_id)) continue;
    const user = cache.getQueryData<User | null>(keys.user(receipt.user_id));
    if (user) cache.setQueryData<Reader[]>(key, [...readers, { user, read_message_no: receipt.message_no }]);
    else void cache.invalidateQueries({ queryKey: key });
  }
}
