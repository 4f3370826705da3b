import { call } from "./client";
import type { Channel, ChannelMember, Page, ReadPosition, Sync, Workspace, WorkspaceMember } from "./types";

export const sync = (signal?: AbortSignal) => call<Sync>("GET", "/sync", signal ? { signal } : {});

export const createWorkspace = (input: { name: string }) => call<Workspace>("POST", "/workspaces", { body: input });
export const people = (workspace: string, q: string) =>
  call<Page<WorkspaceMember>>("GET", `/workspaces/${workspace}/members`, { query: { q: q || undefined, limit: 100 } });
export const createInvite = (workspace: string, input: { max_uses?: number; expires_in_s?: number }) =>
  call<{ code: string; url: string }>("POST", `/workspaces/${workspace}/invites`, { body: input });

export const browse = (workspace: string, q: string) =>
  call<Page<Channel>>("GET", `/workspaces/${workspace}/channels`, {
    query: { scope: "browse", q: q || undefined, limit: 200 },
  });
export const createChannel = (workspace: string, input: { name: string; kind: "public" | "private"; topic?: string }) =>
  call<Channel>("POST", `/workspaces/${workspace}/channels`, { body: input });
export const openDm = (workspace: string, userIds: readonly string[]) =>
  call<Channel>("POST", `/workspaces/${workspace}/dms`, { body: { user_ids: userIds } });

export const channel = (id: string) => call<Channel>("GET", `/channels/${id}`);
export const joinChannel = (id: string) => call<Channel>("POST", `/channels/${id}/join`, { body: {} });
export const leaveChannel = (id: string) => call<void>("POST", `/channels/${id}/leave`, { body: {} });
export const archiveChannel = (id: string, archived: boolean) =>
  call<Channel>("POST", `/channels/${id}/${archived ? "archive" : "unarchive"}`, { body: {} });
export const deleteChannel = (id: string) => call<void>("DELETE", `/channels/${id}`);
export const members = (id: string) =>
  call<Page<ChannelMember>>("GET", `/channels/${id}/members`, { query: { limit: 200 } });
export const patchMembership = (
  id: string,
  input: { starred?: boolean; notify?: string; muted_until?: string | null },
) => call<unknown>("PATCH", `/channels/${id}/membership`, { body: input });

export const markRead = (id: string, messageNo: number) =>
  call<ReadPosition>("POST", `/channels/${id}/read`, { body: { message_no: messageNo } });
