import { call } from "./client";
import type { Page, SearchHit, SearchSuggestions } from "./types";

export const SORTS = ["relevance", "newest"] as const;
export type Sort = (typeof SORTS)[number];

export interface Asked {
  readonly workspace: string;
  readonly q: string;
  readonly sort: Sort;
}

export const search = ({ workspace, q, sort }: Asked, limit: number, cursor?: string, signal?: AbortSignal) =>
  call<Page<SearchHit>>("GET", "/search", {
    query: { workspace_id: workspace, q, sort, limit, cursor },
    ...(signal && { signal }),
  });
export const suggestions = (workspace: string, q: string) =>
  call<SearchSuggestions>("GET", "/search/suggest", { query: { workspace_id: workspace, q: q || undefined } });
export const rememberSearch = (workspace: string, q: string) =>
  call<void>("PUT", "/search/recents", { body: { workspace_id: workspace, q } });
export const forgetSearch = (workspace: string, q: string) =>
  call<void>("DELETE", "/search/recents", { query: { workspace_id: workspace, q } });
