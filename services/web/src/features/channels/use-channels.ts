import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { keys } from "../../api/keys";
import type { Channel, Me, User, Workspace } from "../../api/types";

const NONE: readonly Channel[] = [];
const NO_WORKSPACES: readonly Workspace[] = [];

// These keys are filled by the session and patched by the socket; nobody fetches them here.
const idle = { queryFn: () => Promise.reject(new Error("filled by the session")), enabled: false } as const;

export function useMe(): Me {
  const { data } = useQuery<Me>({ queryKey: keys.me, ...idle });
  if (!data) throw new Error("the session fills `me` before anything is drawn");
  return data;
}

export function useWorkspaces(): readonly Workspace[] {
  return useQuery<Workspace[]>({ queryKey: keys.workspaces, ...idle }).data ?? NO_WORKSPACES;
}

export function useWorkspace(id: string): Workspace | undefined {
  return useWorkspaces().find((workspace) => workspace.id === id);
}

export function useAllChannels(): readonly Channel[] {
  return useQuery<Channel[]>({ queryKey: keys.channels, ...idle }).data ?? NONE;
}

export function useMyChannels(workspace: string): readonly Channel[] {
  const all = useAllChannels();
  return useMemo(() => all.filter((channel) => channel.workspace_id === workspace).sort(byName), [all, workspace]);
}

export function useChannel(id: string): Channel | undefined {
  return useAllChannels().find((channel) => channel.id === id);
}

const collator = new Intl.Collator(undefined, { numeric: true });

function byName(a: Channel, b: Channel): number {
  return collator.compare(a.name ?? "", b.name ?? "") || a.id.localeCompare(b.id);
}

/** The others of a direct conversation; oneself when one talks to oneself. */
export function othersOf(channel: Channel, me: string): readonly User[] {
  const others = channel.members.filter((member) => member.id !== me);
  return others.length > 0 ? others : channel.members;
}

export function isDirect(channel: Channel): boolean {
  return channel.kind === "dm" || channel.kind === "group_dm";
}

export function titleOf(channel: Channel, me: string, list: (names: readonly string[]) => string): string {
  return isDirect(channel) ? list(othersOf(channel, me).map((user) => user.display_name)) : (channel.name ?? "");
}

/** Muted channels keep their count to themselves, unless somebody is meant. */
export function isMuted(channel: Channel, now: number): boolean {
  const membership = channel.membership;
  if (!membership) return false;
  return membership.notify === "none" || (membership.muted_until !== null && Date.parse(membership.muted_until) > now);
}
