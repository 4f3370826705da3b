import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { keys } from "../api/keys";
import { listEmoji } from "../api/pictures";
import type { CustomEmoji } from "../api/types";

/** A workspace's own emoji, by name. */
export type CustomEmojis = ReadonlyMap<string, CustomEmoji>;

const NONE: CustomEmojis = new Map();
const Here = createContext<CustomEmojis>(NONE);

/** `:name:`, as it stands in a reaction or a status. */
const NAME = /^:([a-z0-9_+-]{1,64}):$/;

export function nameOf(emoji: string): string | undefined {
  return NAME.exec(emoji)?.[1];
}

/** The emoji of the workspace that is on the screen; the socket says when one comes or goes. */
export function useCustomEmojis(): CustomEmojis {
  return useContext(Here);
}

export function CustomEmojisOf({ workspace, children }: { readonly workspace: string; readonly children: ReactNode }) {
  const { data } = useQuery({
    queryKey: keys.customEmoji(workspace),
    queryFn: () => listEmoji(workspace).then((page) => page.data),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const byName = useMemo(() => (data ? new Map(data.map((emoji) => [emoji.name, emoji])) : NONE), [data]);
  return <Here value={byName}>{children}</Here>;
}

/** The list once an emoji came, changed or went. Pure. */
export function withEmoji(known: readonly CustomEmoji[], name: string, emoji: CustomEmoji | null): CustomEmoji[] {
  const others = known.filter((one) => one.name !== name);
  return emoji === null ? others : [...others, emoji].sort((a, b) => (a.name < b.name ? -1 : 1));
}
