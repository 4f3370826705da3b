import type { QueryClient } from "@tanstack/react-query";
import type { Message } from "../../api/types";
import type { Timeline } from "../../timeline/timeline";
import { fold } from "./rank";

/** A few characters would find every second message. */
export const SHORTEST = 2;
/** A Han character says as much as a word. */
const HAN = /\p{Script=Han}/u;

export function isSearchable(query: string): boolean {
  return query.trim().length >= SHORTEST || HAN.test(query);
}

/** All messages that this tab holds, of channels and threads. */
export function held(cache: QueryClient): readonly Message[] {
  const timelines = ["timeline", "thread"].flatMap((kind) => cache.getQueriesData<Timeline>({ queryKey: [kind] }));
  const messages = new Map<string, Message>();
  for (const [, timeline] of timelines) {
    for (const segment of timeline?.segments ?? []) {
      for (const message of segment.messages) messages.set(message.id, message);
    }
  }
  return [...messages.values()];
}

/** The newest messages in which all the words are; of those channels alone that are asked for. */
export function searchHeld(
  messages: readonly Message[],
  query: string,
  isWanted: (channel: string) => boolean,
  most: number,
): readonly Message[] {
  const words = fold(query).split(/\s+/);
  return messages
    .filter((message) => message.deleted_at === null && isWanted(message.channel_id) && hasAll(message.body, words))
    .sort((a, b) => b.created_at.localeCompare(a.created_at))
    .slice(0, most);
}

function hasAll(body: string, words: readonly string[]): boolean {
  const text = fold(body);
  return words.every((word) => text.includes(word));
}

const BEFORE = 30;
const LENGTH = 120;

/** One line around the first place where a word of the query is, cut into what matches and what does not. */
export function snippet(body: string, query: string): readonly { readonly text: string; readonly hit: boolean }[] {
  const line = body.replace(/\s+/g, " ").trim();
  const word = query.trim().split(/\s+/)[0] ?? "";
  const at = word === "" ? -1 : line.toLowerCase().indexOf(word.toLowerCase());
  const from = Math.max(0, at - BEFORE);
  const cut = `${from > 0 ? "…" : ""}${line.slice(from, from + LENGTH)}${line.length > from + LENGTH ? "…" : ""}`;
  if (at < 0) return [{ text: cut, hit: false }];
  const start = at - from + (from > 0 ? 1 : 0);
  return [
    { text: cut.slice(0, start), hit: false },
    { text: cut.slice(start, start + word.length), hit: true },
    { text: cut.slice(start + word.length), hit: false },
  ];
}
