import { useCallback, useState } from "react";
import type { Channel, Message } from "../../api/types";
import type { Row } from "../../timeline/rows";
import type { Segment } from "../../timeline/timeline";
import { useMe } from "../channels/use-channels";
import { type Unread, useFirstUnread } from "./use-unread";

export interface Seen {
  /** Messages of others, newer than all that was in sight. */
  readonly count: number;
  /** Unread messages that begin further up than what is loaded. */
  readonly above:
    | { readonly count: number; readonly since: number | undefined; readonly seq: number | undefined }
    | undefined;
  readonly see: (rows: readonly Row[]) => void;
}

export interface SeenInput {
  readonly channel: Channel;
  readonly root: string | null;
  readonly rows: readonly Row[];
  readonly live: Segment | undefined;
  readonly unread: Unread;
  /** One did not come in where the unread messages begin, but after all of them. */
  readonly cameInAtEnd: boolean;
}

/** What is new above and below what one has looked at since one came here. */
export function useSeen({ channel, root, rows, live, unread, cameInAtEnd }: SeenInput): Seen {
  const me = useMe();
  const [newest, setNewest] = useState(0);
  const [metDivider, setMetDivider] = useState(false);
  const [baseline, setBaseline] = useState<number>();
  const { dividedAt } = unread;
  if (baseline === undefined && live) setBaseline(baselineOf(live.messages, root === null ? dividedAt : undefined));

  const isAbove = root === null && cameInAtEnd && !metDivider && unread.count > 0 && dividedAt !== undefined;
  const loaded = isAbove ? rows.find((row) => row.unread) : undefined;
  const isFar = isAbove && !loaded;
  const found = useFirstUnread(channel, isFar ? dividedAt : undefined, live?.messages[0]);
  const first = loaded?.message ?? found;
  const see = useCallback((rows: readonly Row[]) => {
    setNewest((known) => rows.reduce((most, row) => Math.max(most, row.message?.seq ?? 0), known));
    if (rows.some((row) => row.unread)) setMetDivider(true);
  }, []);
  return {
    count: live ? countAfter(live.messages, Math.max(newest, baseline ?? 0), me.id) : 0,
    above: isAbove
      ? { count: unread.count, since: first ? Date.parse(first.created_at) : undefined, seq: first?.seq }
      : undefined,
    see,
  };
}

/** The seq up to which everything was known when one came. */
function baselineOf(messages: readonly Message[], dividedAt: number | undefined): number {
  if (dividedAt === undefined) return messages.at(-1)?.seq ?? 0;
  return messages.findLast((message) => (message.message_no ?? 0) <= dividedAt)?.seq ?? 0;
}

function countAfter(messages: readonly Message[], seq: number, me: string): number {
  let count = 0;
  for (let index = messages.length - 1; index >= 0; index--) {
    const message = messages[index];
    if (!message || message.seq <= seq) break;
    if (message.author.id !== me && message.deleted_at === null) count++;
  }
  return count;
}
