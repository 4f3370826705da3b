import { call } from "./client";
import type { Invite, Me, Page, Session, SignInMethods, Workspace } from "./types";

interface SignedIn {
  readonly user: Me;
}

export interface NewAccount {
  readonly email: string;
  readonly handle: string;
  readonly display_name: string;
  readonly password: string;
  /** The code of an invitation, which is accepted with it. */
  readonly invite?: string;
}

export const signUp = (input: NewAccount) => call<SignedIn>("POST", "/auth/signup", { body: input });

export const signIn = (input: { login: string; password: string; remember: boolean }) =>
  call<SignedIn>("POST", "/auth/login", { body: input });

/** How this server lets people in. */
export const signInMethods = () => call<SignInMethods>("GET", "/auth/methods");

/** Says the same whether or not anybody has this address. */
export const forgotPassword = (email: string) => call<void>("POST", "/auth/password/forgot", { body: { email } });
/** With the token of the mail; all sessions end. */
export const resetPassword = (input: { token: string; new_password: string }) =>
  call<void>("POST", "/auth/password/reset", { body: input });

export const signOut = () => call<void>("POST", "/auth/logout", { body: {} });

export const invite = (code: string) => call<Invite>("GET", `/invites/${encodeURIComponent(code)}`);
/** Who is a member already stays one, and nothing is used up. */
export const acceptInvite = (code: string) =>
  call<Workspace>("POST", `/invites/${encodeURIComponent(code)}/accept`, { body: {} });

export const sessions = () => call<Page<Session>>("GET", "/auth/sessions").then((page) => page.data);
export const endSession = (id: string) => call<void>("DELETE", `/auth/sessions/${id}`);
export const endOtherSessions = () => call<void>("DELETE", "/auth/sessions");
/** All other sessions end with it. */
export const changePassword = (input: { current_password: string; new_password: string }) =>
  call<void>("POST", "/auth/password", { body: input });
export const changeEmail = (input: { current_password: string; email: string }) =>
  call<Me>("POST", "/auth/email", { body: input });
