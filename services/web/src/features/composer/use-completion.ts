import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { members as fetchMembers, people as fetchPeople } from "../../api/channels";
import { keys } from "../../api/keys";
import { may } from "../../api/permissions";
import type { Channel, User } from "../../api/types";
import { useBlocked } from "../../blocked";
import { useCustomEmojis } from "../../emoji/custom";
import { useSession } from "../../session-context";
import { useWorkspace } from "../channels/use-channels";
import {
  customHits,
  type Query,
  queryAt,
  type Suggestion,
  suggestChannels,
  suggestEmoji,
  suggestPeople,
} from "./autocomplete";

export interface Completion {
  readonly open: boolean;
  readonly listId: string;
  readonly query: Query | undefined;
  readonly suggestions: readonly Suggestion[];
  readonly index: number;
  /** The caret moved, or something was typed before it. */
  update(text: string, caret: number): void;
  point(index: number): void;
  close(): void;
  /** What the key accepts; true when the key belonged to the list all the same. */
  onKey(event: KeyboardEvent): Suggestion | boolean;
}

const FRESH_MS = 60_000;

/** People, channels and emoji that begin with what stands before the caret. */
export function useCompletion(channel: Channel, channels: readonly Channel[]): Completion {
  const listId = useId();
  const [query, setQuery] = useState<Query>();
  const [index, setIndex] = useState(0);
  /** Where a list was sent away: it stays away until another sign is typed. */
  const [dismissed, setDismissed] = useState<number>();
  const wanted = query && query.at !== dismissed ? query : undefined;
  const persons = usePersons(channel, wanted);
  const emoji = useEmoji(wanted);
  const suggestions = useMemo((): readonly Suggestion[] => {
    switch (wanted?.trigger) {
      case "@":
        return persons;
      case "#":
        return suggestChannels(wanted.text, channels);
      case ":":
        return emoji;
      default:
        return [];
    }
  }, [wanted, persons, emoji, channels]);
  const open = suggestions.length > 0;
  const at = Math.min(index, Math.max(0, suggestions.length - 1));
  const close = () => setDismissed(query?.at);
  return {
    open,
    listId,
    query: wanted,
    suggestions,
    index: at,
    point: setIndex,
    update: (text, caret) => {
      const next = queryAt(text, caret);
      if (next?.at === query?.at && next?.text === query?.text && next?.trigger === query?.trigger) return;
      setQuery(next);
      setIndex(0);
      if (next?.at !== query?.at) setDismissed(undefined);
    },
    close,
    onKey: (event) => {
      if (!open || event.ctrlKey || event.metaKey || event.altKey) return false;
      switch (event.key) {
        case "ArrowDown":
          setIndex((at + 1) % suggestions.length);
          return true;
        case "ArrowUp":
          setIndex((at + suggestions.length - 1) % suggestions.length);
          return true;
        case "Escape":
          close();
          return true;
        case "Enter":
        case "Tab":
          return event.shiftKey ? false : (suggestions[at] ?? false);
        default:
          return false;
      }
    },
  };
}

const NONE: readonly Suggestion[] = [];

function usePersons(channel: Channel, query: Query | undefined): readonly Suggestion[] {
  const { me } = useSession();
  const text = query?.trigger === "@" ? query.text : undefined;
  const enabled = text !== undefined;
  const direct = channel.kind === "dm" || channel.kind === "group_dm";
  const workspace = channel.workspace_id;
  const first = useQuery({
    queryKey: keys.people(workspace, ""),
    queryFn: () => fetchPeople(workspace, ""),
    enabled,
    staleTime: FRESH_MS,
  });
  // Only when not everybody is known already.
  const found = useQuery({
    queryKey: keys.people(workspace, text ?? ""),
    queryFn: () => fetchPeople(workspace, text ?? ""),
    enabled: enabled && text !== "" && first.data?.next_cursor != null,
    staleTime: FRESH_MS,
    placeholderData: keepPreviousData,
  });
  const blocked = useBlocked((state) => state.users);
  const here = useQuery({
    queryKey: keys.members(channel.id),
    queryFn: () => fetchMembers(channel.id),
    enabled: enabled && !direct,
    staleTime: FRESH_MS,
  });
  const role = useWorkspace(workspace)?.role;
  const everyone = !direct && may(channel, role, "addressAll");
  return useMemo(() => {
    if (text === undefined) return NONE;
    const users = new Map<string, User>();
    for (const { user } of here.data?.data ?? []) users.set(user.id, user);
    for (const user of channel.members) users.set(user.id, user);
    const members = new Set(users.keys());
    for (const { user } of [...(first.data?.data ?? []), ...(found.data?.data ?? [])]) users.set(user.id, user);
    for (const id of blocked) users.delete(id);
    return suggestPeople(text, [...users.values()], {
      members,
      membersComplete: direct || here.data?.next_cursor === null,
      everyone,
      me,
    });
  }, [text, first.data, found.data, here.data, channel.members, direct, everyone, me, blocked]);
}

function useEmoji(query: Query | undefined): readonly Suggestion[] {
  const { i18n } = useTranslation();
  const text = query?.trigger === ":" ? query.text : undefined;
  const { data } = useQuery({
    queryKey: ["emoji", i18n.language, text],
    queryFn: async () => (await import("../../emoji/search")).searchEmoji(text ?? "", i18n.language),
    enabled: text !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const own = useCustomEmojis();
  return useMemo(
    () => (text === undefined ? NONE : suggestEmoji([...customHits(text, own.keys()), ...(data ?? [])])),
    [text, data, own],
  );
}
