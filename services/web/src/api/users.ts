import { call } from "./client";
import type { Me, Notifications, Status, User } from "./types";

export const me = () => call<Me>("GET", "/users/me");
export const user = (id: string) => call<User>("GET", `/users/${id}`);

export interface MePatch {
  readonly display_name?: string;
  readonly handle?: string;
  readonly locale?: string;
  readonly theme?: Me["theme"];
  readonly timezone?: string;
  readonly share_receipts?: boolean;
  readonly link_previews?: boolean;
}
export const patchMe = (input: MePatch) => call<Me>("PATCH", "/users/me", { body: input });

export interface NewStatus {
  readonly presence: Status["presence"];
  readonly text: string | null;
  readonly emoji: string | null;
  readonly expires_at: string | null;
}
/** Replaces the whole of it. */
export const setStatus = (input: NewStatus) => call<Status>("PUT", "/users/me/status", { body: input });
export const setNotifications = (input: Notifications) =>
  call<Notifications>("PUT", "/users/me/notifications", { body: input });
