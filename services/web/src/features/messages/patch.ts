import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../../api/keys";
import type { Message } from "../../api/types";
import { type Timeline, upsert } from "../../timeline/timeline";

type Change = (message: Message) => Message;

/** Change a row without moving its `rev_seq`: a guess, which the event that confirms it may still replace. */
export function guess(timeline: Timeline, id: string, change: Change): Timeline {
  for (const [index, segment] of timeline.segments.entries()) {
    const at = segment.messages.findIndex((row) => row.id === id);
    const known = segment.messages[at];
    if (!known) continue;
    const messages = segment.messages.with(at, change(known));
    return { ...timeline, segments: timeline.segments.with(index, { ...segment, messages }) };
  }
  return timeline;
}

/** Change a message wherever it is loaded: its channel, its thread, the head of a thread. */
export function guessEverywhere(cache: QueryClient, message: Message, change: Change): void {
  const inTimeline = (timeline: Timeline | undefined) => timeline && guess(timeline, message.id, change);
  cache.setQueryData<Timeline>(keys.timeline(message.channel_id), inTimeline);
  if (message.parent_id !== null) cache.setQueryData<Timeline>(keys.thread(message.parent_id), inTimeline);
  cache.setQueryData<Message>(keys.message(message.id), (known) => known && change(known));
}

/** The server's answer to a change: the same message that the event will bring. */
export function putEverywhere(cache: QueryClient, message: Message): void {
  const inTimeline = (timeline: Timeline | undefined) => timeline && upsert(timeline, message);
  if (message.message_no !== null) cache.setQueryData<Timeline>(keys.timeline(message.channel_id), inTimeline);
  if (message.parent_id !== null) cache.setQueryData<Timeline>(keys.thread(message.parent_id), inTimeline);
  cache.setQueryData<Message>(keys.message(message.id), (known) =>
    known && known.rev_seq < message.rev_seq ? message : known,
  );
}

/** The newest copy of a message that is loaded anywhere. */
export function latest(cache: QueryClient, message: Message): Message {
  const timelines = [
    cache.getQueryData<Timeline>(keys.timeline(message.channel_id)),
    message.parent_id === null ? undefined : cache.getQueryData<Timeline>(keys.thread(message.parent_id)),
  ];
  const loaded = timelines.flatMap((timeline) => timeline?.segments.flatMap((segment) => segment.messages) ?? []);
  const copies = [
    ...loaded.filter((row) => row.id === message.id),
    cache.getQueryData<Message>(keys.message(message.id)),
  ];
  return copies.reduce<Message>((best, copy) => (copy && copy.rev_seq > best.rev_seq ? copy : best), message);
}
