import { call } from "./client";
import type { Block, Page } from "./types";

/** Whom I have blocked, page by page. */
export const blocks = (cursor?: string) => call<Page<Block>>("GET", "/users/me/blocks", { query: { cursor } });
export const putBlock = (user: string) => call<Block>("PUT", `/users/me/blocks/${user}`);
export const deleteBlock = (user: string) => call<void>("DELETE", `/users/me/blocks/${user}`);
