import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { markRead } from "../../api/channels";
import { history } from "../../api/messages";
import { explain } from "../../api/problem";
import type { Channel, Message } from "../../api/types";
import { useSession } from "../../session-context";
import { locate } from "../../timeline/locate";
import { toast } from "../../ui/toast";

export interface Unread {
  /** Below this message number the divider stands; undefined: there is none. */
  readonly dividedAt: number | undefined;
  /** How many were unread when the channel was opened. */
  readonly count: number;
  /** Nothing is marked read by itself any more: somebody marked something as unread. */
  readonly isPaused: boolean;
  /** All of it is read now: the divider goes. */
  readonly markAll: () => void;
}

/**
 * Where the unread messages begin. The divider stands still while one stays, so that it can be read towards; it moves
 * when something is marked as unread, here or on another device (the version of the position tells).
 */
export function useUnread(channel: Channel, isTop: boolean): Unread {
  const session = useSession();
  const membership = isTop ? channel.membership : null;
  const version = membership?.read_version ?? 0;
  const [state, setState] = useState(() => ({
    dividedAt: membership?.read_message_no,
    count: membership?.unread ?? 0,
    isPaused: false,
    version,
  }));
  if (membership && version > state.version) {
    setState({ dividedAt: membership.read_message_no, count: membership.unread, isPaused: true, version });
  }
  const head = useRef(channel.head_message_no);
  head.current = channel.head_message_no;
  const { id } = channel;
  const markAll = useCallback(() => {
    setState((known) => ({ ...known, dividedAt: undefined, count: 0, isPaused: false }));
    markRead(id, head.current).then(
      (position) => session.read(position),
      (error) => toast.error(explain(error)),
    );
  }, [id, session]);
  return { ...state, markAll };
}

/** The first unread message, when it lies further up than what is loaded: to say since when, and to jump to. */
export function useFirstUnread(channel: Channel, dividedAt: number | undefined, oldest: Message | undefined) {
  const end = useRef(oldest);
  useEffect(() => {
    end.current = oldest;
  });
  return useQuery({
    queryKey: ["first-unread", channel.id, dividedAt],
    queryFn: async ({ signal }) => {
      const known = end.current;
      if (!known || dividedAt === undefined) return null;
      const found = await locate({
        load: (seq) => history(channel.id, { around_seq: seq }, signal),
        measure: (message) => message.message_no ?? 0,
        target: dividedAt + 1,
        // The head when one last read: unless something was marked unread since, the next one is the first.
        guess: channel.membership?.read_seq ?? known.seq,
        end: known,
      });
      return found ?? null;
    },
    enabled: oldest !== undefined && dividedAt !== undefined,
  }).data;
}
