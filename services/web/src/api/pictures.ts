import { call } from "./client";
import type { Channel, CustomEmoji, Me, Page, Workspace } from "./types";

export const setAvatar = (image: Blob) => call<Me>("PUT", "/users/me/avatar", { body: image });
export const removeAvatar = () => call<void>("DELETE", "/users/me/avatar");

export const setIcon = (workspace: string, image: Blob) =>
  call<Workspace>("PUT", `/workspaces/${workspace}/icon`, { body: image });
export const removeIcon = (workspace: string) => call<void>("DELETE", `/workspaces/${workspace}/icon`);

export const setCover = (channel: string, image: Blob) =>
  call<Channel>("PUT", `/channels/${channel}/cover`, { body: image });
export const removeCover = (channel: string) => call<void>("DELETE", `/channels/${channel}/cover`);

export const putEmoji = (workspace: string, name: string, image: Blob) =>
  call<CustomEmoji>("PUT", `/workspaces/${workspace}/emoji/${encodeURIComponent(name)}`, { body: image });
export const removeEmoji = (workspace: string, name: string) =>
  call<void>("DELETE", `/workspaces/${workspace}/emoji/${encodeURIComponent(name)}`);
export const listEmoji = (workspace: string) => call<Page<CustomEmoji>>("GET", `/workspaces/${workspace}/emoji`);
