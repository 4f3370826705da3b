import { call } from "./client";
import type { NotificationEntry, Page, PushSubscribed } from "./types";

export const pushKey = () => call<{ public_key: string }>("GET", "/push/key").then((key) => key.public_key);

export interface NewSubscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}
/** Tells this session's browser, in the place of what it was told by before. */
export const putSubscription = (input: NewSubscription) =>
  call<PushSubscribed>("PUT", "/users/me/push-subscriptions", { body: input });
export const subscriptions = () =>
  call<Page<PushSubscribed>>("GET", "/users/me/push-subscriptions").then((page) => page.data);
/** This session's own; another's by its id. */
export const removeSubscription = (session?: string) =>
  call<void>("DELETE", `/users/me/push-subscriptions${session === undefined ? "" : `/${session}`}`);

/** So many lines of the ledger at once. */
const LINES = 20;
export const notificationLog = (cursor?: string) =>
  call<Page<NotificationEntry>>("GET", "/users/me/notifications/log", { query: { cursor, limit: LINES } });
