import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { markRead } from "../../api/channels";
import { explain } from "../../api/problem";
import type { Channel } from "../../api/types";
import { dayOf } from "../../i18n/format";
import { useOutbox } from "../../outbox/sender";
import { useSession } from "../../session-context";
import { unseen } from "../../timeline/pending";
import { type Row, rowsOf } from "../../timeline/rows";
import { Button } from "../../ui/Button";
import { useMe } from "../channels/use-channels";
import { MessageList } from "./MessageList";
import { MessageRow } from "./MessageRow";
import { Skeleton } from "./Skeleton";
import { useTimeline } from "./use-timeline";

export interface FeedProps {
  readonly channel: Channel;
  readonly root: string | null;
  readonly label: string;
  readonly at?: number | undefined;
  readonly intro?: React.ReactNode;
  readonly onThread?: (root: string) => void;
  readonly onLatest?: () => void;
}

const READ_MS = 500;

/** The messages of a channel or a thread, live, with one's own unsent ones at the end. */
export function Feed({ channel, root, label, at, intro, onThread, onLatest }: FeedProps) {
  const { t } = useTranslation();
  const me = useMe();
  const view = useTimeline({ channel: channel.id, root }, at);
  const entries = useOutbox((state) => state.entries);
  const messages = view.segment?.messages;
  // The divider stands where one had read to when the channel was opened, for as long as one stays.
  const [readMessageNo] = useState(root === null ? channel.membership?.read_message_no : undefined);
  const rows = useMemo(() => {
    if (!messages) return [];
    const mine = entries.filter((entry) => entry.channel === channel.id && entry.root === root);
    return rowsOf({
      messages,
      pending: view.live ? unseen(mine, messages, me.id) : [],
      readMessageNo,
      me: me.id,
      dayOf,
    });
  }, [messages, entries, channel.id, root, view.live, readMessageNo, me.id]);
  const onSeen = useReadMarker(channel, root === null && view.live);
  const jumpKey = at === undefined ? undefined : rows.find((row) => row.message?.seq === at)?.key;
  const mayModerate = channel.membership?.role === "owner" || channel.membership?.role === "admin";
  const renderRow = useCallback(
    (row: Row) => (
      <MessageRow row={row} mayModerate={mayModerate} flash={row.key === jumpKey} {...(onThread ? { onThread } : {})} />
    ),
    [mayModerate, onThread, jumpKey],
  );
  if (view.error && !messages) {
    return (
      <div role="alert" className="grid h-full place-items-center">
        <div className="text-center">
          <p className="mb-3 text-muted">{explain(view.error)}</p>
          <Button onClick={view.retry}>{t("app.retry")}</Button>
        </div>
      </div>
    );
  }
  if (!view.segment) return <Skeleton />;
  return (
    <MessageList
      label={label}
      rows={rows}
      hasOlder={view.segment.hasOlder}
      hasNewer={view.segment.hasNewer}
      onOlder={view.loadOlder}
      onNewer={view.loadNewer}
      renderRow={renderRow}
      intro={intro}
      jump={jumpKey === undefined ? undefined : { key: jumpKey, nonce: at ?? 0 }}
      onLatest={onLatest}
      onSeen={onSeen}
    />
  );
}

/** Reads on: when the newest row is in sight and somebody looks, half a second later. */
function useReadMarker(channel: Channel, active: boolean): (row: Row) => void {
  const session = useSession();
  const [seen, setSeen] = useState(0);
  const onSeen = useCallback((row: Row) => {
    const no = row.message?.message_no;
    if (no != null) setSeen((known) => Math.max(known, no));
  }, []);
  const read = channel.membership?.read_message_no;
  useEffect(() => {
    if (!active || read === undefined || seen <= read) return;
    const mark = () => {
      if (document.hidden || !document.hasFocus()) return;
      markRead(channel.id, seen).then(
        (position) => session.read(position),
        () => undefined,
      );
    };
    const timer = setTimeout(mark, READ_MS);
    window.addEventListener("focus", mark);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("focus", mark);
    };
  }, [active, channel.id, read, seen, session]);
  return onSeen;
}
