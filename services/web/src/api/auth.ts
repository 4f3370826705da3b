import { call } from "./client";
import type { Invite, Me } from "./types";

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
