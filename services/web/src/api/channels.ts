import { call } from "./client";
import type {
  Channel,
  ChannelFile,
  ChannelMember,
  ChannelRole,
  DeletedChannel,
  File,
  Membership,
  Page,
  Posting,
  ReadPosition,
  Sync,
  Workspace,
  WorkspaceMember,
} from "./types";

/** The most that the server answers in one page. */
const MOST = 200;

export const sync = (signal?: AbortSignal) => call<Sync>("GET", "/sync", signal ? { signal } : {});

export const myWorkspaces = (signal?: AbortSignal) =>
  call<Page<Workspace>>("GET", "/workspaces", signal ? { signal } : {}).then((page) => page.data);
export const createWorkspace = (input: { name: string }) => call<Workspace>("POST", "/workspaces", { body: input });
export const people = (workspace: string, q: string) =>
  call<Page<WorkspaceMember>>("GET", `/workspaces/${workspace}/members`, { query: { q: q || undefined, limit: 100 } });
export const browse = (workspace: string, q: string, cursor?: string) =>
  call<Page<Channel>>("GET", `/workspaces/${workspace}/channels`, {
    query: { scope: "browse", q: q || undefined, cursor, limit: MOST },
  });
export interface NewChannel {
  readonly name: string;
  readonly kind: "public" | "private";
  readonly topic?: string;
  readonly description?: string;
  readonly member_ids?: readonly string[];
}
export const createChannel = (workspace: string, input: NewChannel) =>
  call<Channel>("POST", `/workspaces/${workspace}/channels`, { body: input });
export const openDm = (workspace: string, userIds: readonly string[]) =>
  call<Channel>("POST", `/workspaces/${workspace}/dms`, { body: { user_ids: userIds } });

export const channel = (id: string) => call<Channel>("GET", `/channels/${id}`);
export const joinChannel = (id: string) => call<Channel>("POST", `/channels/${id}/join`, { body: {} });
export const leaveChannel = (id: string) => call<void>("POST", `/channels/${id}/leave`, { body: {} });
export const archiveChannel = (id: string, archived: boolean) =>
  call<Channel>("POST", `/channels/${id}/${archived ? "archive" : "unarchive"}`, { body: {} });
export const restoreChannel = (id: string) => call<Channel>("POST", `/channels/${id}/restore`, { body: {} });
export const deletedChannels = (workspace: string) =>
  call<Page<DeletedChannel>>("GET", `/workspaces/${workspace}/deleted-channels`).then((page) => page.data);
export const deleteChannel = (id: string) => call<void>("DELETE", `/channels/${id}`);
export interface ChannelPatch {
  readonly name?: string;
  readonly topic?: string | null;
  readonly description?: string | null;
  readonly posting?: Posting;
  readonly slow_mode_s?: number;
}
export const patchChannel = (id: string, input: ChannelPatch) =>
  call<Channel>("PATCH", `/channels/${id}`, { body: input });
export const transferChannel = (id: string, user: string) =>
  call<Channel>("POST", `/channels/${id}/transfer`, { body: { user_id: user } });

export const members = (id: string, cursor?: string, q?: string) =>
  call<Page<ChannelMember>>("GET", `/channels/${id}/members`, { query: { limit: MOST, cursor, q } });
export const online = (id: string) => call<{ online: number }>("GET", `/channels/${id}/presence`);
/** Adds somebody, or gives a member another role. */
export const putMember = (id: string, user: string, role?: ChannelRole) =>
  call<ChannelMember>("PUT", `/channels/${id}/members/${user}`, { body: role === undefined ? {} : { role } });
export const removeMember = (id: string, user: string) => call<void>("DELETE", `/channels/${id}/members/${user}`);
export const channelFiles = (id: string, kind: File["kind"] | undefined, cursor?: string) =>
  call<Page<ChannelFile>>("GET", `/channels/${id}/files`, { query: { kind, cursor, limit: 50 } });

export interface MembershipPatch {
  readonly starred?: boolean;
  readonly notify?: Membership["notify"];
  readonly muted_until?: string | null;
}
export const patchMembership = (id: string, input: MembershipPatch) =>
  call<Membership>("PATCH", `/channels/${id}/membership`, { body: input });

export const markRead = (id: string, messageNo: number) =>
  call<ReadPosition>("POST", `/channels/${id}/read`, { body: { message_no: messageNo } });
