import { call } from "./client";
import type { MentionEntry, Page, ThreadPage, ThreadState } from "./types";

/** What is asked for at once: a screen and a bit. */
const PAGE = 30;

export const mentions = (workspace: string, cursor?: string) =>
  call<Page<MentionEntry>>("GET", "/users/me/mentions", { query: { workspace_id: workspace, cursor, limit: PAGE } });
export const threads = (workspace: string, cursor?: string) =>
  call<ThreadPage>("GET", "/users/me/threads", { query: { workspace_id: workspace, cursor, limit: PAGE } });
/** How much is unread in all threads of the workspace, told with a page of one. */
export const threadTotals = (workspace: string) =>
  call<ThreadPage>("GET", "/users/me/threads", { query: { workspace_id: workspace, unread: "true", limit: 1 } });
export const threadState = (root: string) => call<ThreadState>("GET", `/messages/${root}/follow`);
export const follow = (root: string, on: boolean) =>
  call<ThreadState>(on ? "PUT" : "DELETE", `/messages/${root}/follow`);
export const readThread = (root: string, seq: number) =>
  call<ThreadState>("POST", `/messages/${root}/read`, { body: { seq } });
