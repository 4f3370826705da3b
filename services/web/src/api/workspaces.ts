import { call } from "./client";
import type {
  DeletedWorkspace,
  GivenInvite,
  Page,
  ReadPosition,
  Storage,
  Workspace,
  WorkspaceMember,
  WorkspaceMembership,
  WorkspaceRole,
} from "./types";

/** The most that the server answers in one page. */
const MOST = 200;

export const patchWorkspace = (id: string, input: { name?: string; slug?: string }) =>
  call<Workspace>("PATCH", `/workspaces/${id}`, { body: input });
export const workspaceStorage = (id: string) => call<Storage>("GET", `/workspaces/${id}/storage`);
export const deleteWorkspace = (id: string) => call<void>("DELETE", `/workspaces/${id}`);
export const restoreWorkspace = (id: string) => call<Workspace>("POST", `/workspaces/${id}/restore`, { body: {} });
export const deletedWorkspaces = () =>
  call<Page<DeletedWorkspace>>("GET", "/deleted-workspaces").then((page) => page.data);
export const patchWorkspaceMembership = (id: string, input: Partial<Pick<Workspace, "notify" | "muted_until">>) =>
  call<WorkspaceMembership>("PATCH", `/workspaces/${id}/membership`, { body: input });
export const readAll = (id: string) =>
  call<{ data: ReadPosition[] }>("POST", `/workspaces/${id}/read-all`, { body: {} }).then((page) => page.data);

export const workspaceMembers = (id: string, q: string, cursor?: string) =>
  call<Page<WorkspaceMember>>("GET", `/workspaces/${id}/members`, {
    query: { q: q || undefined, cursor, limit: MOST },
  });
export const setWorkspaceRole = (id: string, user: string, role: WorkspaceRole) =>
  call<WorkspaceMember>("PATCH", `/workspaces/${id}/members/${user}`, { body: { role } });
export const removeFromWorkspace = (id: string, user: string) =>
  call<void>("DELETE", `/workspaces/${id}/members/${user}`);

export interface NewInvite {
  readonly max_uses?: number | null;
  readonly expires_in_s?: number | null;
  readonly role?: WorkspaceRole;
  readonly channel_ids?: readonly string[];
}
export const createInvite = (id: string, input: NewInvite) =>
  call<GivenInvite>("POST", `/workspaces/${id}/invites`, { body: input });
export const invites = (id: string, cursor?: string) =>
  call<Page<GivenInvite>>("GET", `/workspaces/${id}/invites`, { query: { cursor, limit: MOST } });
export const revokeInvite = (id: string, code: string) =>
  call<void>("DELETE", `/workspaces/${id}/invites/${encodeURIComponent(code)}`);
