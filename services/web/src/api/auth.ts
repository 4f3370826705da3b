import { call } from "./client";
import type { Invite, Me, Page, Session } from "./types";

interface SignedIn {
  readonly user: Me;
}

export const signUp = (input: { email: string; handle: string; display_name: string; password: string }) =>
  call<SignedIn>("POST", "/auth/signup", { body: input });

export const signIn = (input: { login: string; password: string; remember: boolean }) =>
  call<SignedIn>("POST", "/auth/login", { body: input });

export const signOut = () => call<void>("POST", "/auth/logout", { body: {} });

export const invite = (code: string) => call<Invite>("GET", `/invites/${encodeURIComponent(code)}`);
export const acceptInvite = (code: string) =>
  call<{ workspace: { id: string; slug: string } }>("POST", `/invites/${encodeURIComponent(code)}/accept`, {
    body: {},
  });

export const sessions = () => call<Page<Session>>("GET", "/auth/sessions").then((page) => page.data);
export const endSession = (id: string) => call<void>("DELETE", `/auth/sessions/${id}`);
export const endOtherSessions = () => call<void>("DELETE", "/auth/sessions");
/** All other sessions end with it. */
export const changePassword = (input: { current_password: string; new_password: string }) =>
  call<void>("POST", "/auth/password", { body: input });
