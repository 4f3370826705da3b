import { useEffect, useMemo, useRef } from "react";
import { dayOf } from "../../i18n/format";
import { useOutbox } from "../../outbox/sender";
import { unseen } from "../../timeline/pending";
import { type Row, rowsOf } from "../../timeline/rows";
import { useMe } from "../channels/use-channels";
import type { Place, View } from "./use-timeline";

const NONE: readonly Row[] = [];

/** What is drawn of a place: its messages, and at the live end what I wrote that is not there yet. */
export function useRows({ channel, root }: Place, view: View, dividedAt: number | undefined): readonly Row[] {
  const me = useMe();
  const entries = useOutbox((state) => state.entries);
  const before = useRef(NONE);
  const { segment } = view;
  const rows = useMemo(() => {
    if (!segment) return NONE;
    const mine = entries.filter((entry) => entry.channel === channel && entry.root === root);
    return rowsOf({
      messages: segment.messages,
      pending: segment.hasNewer ? [] : unseen(mine, segment.messages, me.id),
      readMessageNo: dividedAt,
      hasOlder: segment.hasOlder,
      me: me.id,
      dayOf,
      prefix: root === null ? "" : "thread-",
      before: before.current,
    });
  }, [segment, entries, channel, root, dividedAt, me.id]);
  useEffect(() => {
    before.current = rows;
  }, [rows]);
  return rows;
}

/** Tells when I send something here: one sees what one says. */
export function useOwnSends({ channel, root }: Place, onSend: () => void): void {
  const newest = useOutbox((state) =>
    state.entries.reduce(
      (latest, entry) =>
        entry.channel === channel && entry.root === root && entry.nonce > latest ? entry.nonce : latest,
      "",
    ),
  );
  const known = useRef(newest);
  useEffect(() => {
    // A nonce begins with its time. What is taken back or done makes room for an older one, which is not news.
    if (newest <= known.current) return;
    known.current = newest;
    onSend();
  }, [newest, onSend]);
}
