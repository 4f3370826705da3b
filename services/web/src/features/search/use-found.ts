import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { browse, people } from "../../api/channels";
import { keys } from "../../api/keys";
import type { Channel, Message, User } from "../../api/types";
import { useBlocked, useHeard } from "../../blocked";
import { held, isSearchable, searchHeld } from "./device";
import type { Scope } from "./query";

const SETTLED_MS = 150;
const MOST_PEOPLE = 6;
const MOST_OTHERS = 5;
const MOST_MESSAGES = 8;
const NO_ONE: readonly User[] = [];
const NOTHING: readonly Channel[] = [];

/** The text once nobody has typed for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Whom the server finds by name or handle. */
export function usePeople(workspace: string, text: string, scope: Scope): readonly User[] {
  const q = useSettled(text);
  const asked = scope === "people" || (scope === "all" && q !== "");
  const { data } = useQuery({
    queryKey: keys.people(workspace, q),
    queryFn: () => people(workspace, q),
    enabled: asked,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
  const heard = useHeard(data?.data ?? [], ({ user }) => user.id);
  if (!asked) return NO_ONE;
  return heard.slice(0, MOST_PEOPLE).map((member) => member.user);
}

/** Public channels that I am not in. */
export function useOthers(workspace: string, text: string, scope: Scope): readonly Channel[] {
  const q = useSettled(text);
  const asked = q !== "" && (scope === "channels" || scope === "all");
  const { data } = useQuery({
    queryKey: keys.browse(workspace, q),
    queryFn: () => browse(workspace, q),
    enabled: asked,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
  if (!asked) return NOTHING;
  return (data?.data ?? []).filter((channel) => channel.membership === null).slice(0, MOST_OTHERS);
}

/** Messages in what this tab has loaded: for when the server cannot be asked. */
export function useHeld(text: string, scope: Scope, channels: ReadonlySet<string>): readonly Message[] {
  const cache = useQueryClient();
  const q = useSettled(text);
  const blocked = useBlocked((state) => state.users);
  return useMemo(() => {
    if (scope !== "all" || !isSearchable(q)) return [];
    const heard = held(cache).filter((message) => !blocked.has(message.author.id));
    return searchHeld(heard, q, (channel) => channels.has(channel), MOST_MESSAGES);
  }, [cache, q, scope, channels, blocked]);
}
