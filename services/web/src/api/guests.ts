import { call } from "./client";
import type { GuestLink, GuestPreview, Me, Page } from "./types";

export interface GuestTerms {
  readonly expires_in_s: number;
  readonly stay_s: number;
  readonly max_uses: number | null;
}

const path = (channel: string) => `/channels/${channel}/guest-links`;

export const guestLinks = (channel: string) =>
  call<Page<GuestLink>>("GET", path(channel), { query: { limit: 200 } }).then((page) => page.data);
export const createGuestLink = (channel: string, terms: GuestTerms) =>
  call<GuestLink>("POST", path(channel), { body: terms });
/** With `endGuests`, those who came in by it leave at once. */
export const revokeGuestLink = (channel: string, code: string, endGuests: boolean) =>
  call<void>("DELETE", `${path(channel)}/${encodeURIComponent(code)}`, { query: { end_guests: String(endGuests) } });

export const guestPreview = (code: string) => call<GuestPreview>("GET", `/guest/${encodeURIComponent(code)}`);
/** Somebody new is signed in after it. */
export const enterAsGuest = (code: string, locale: string) =>
  call<{ readonly user: Me; readonly workspace_id: string; readonly channel_id: string }>(
    "POST",
    `/guest/${encodeURIComponent(code)}/enter`,
    { body: { locale } },
  );

/** Makes an account of the guest that one is. */
export const claimGuest = (input: { email: string; handle: string; password: string }) =>
  call<Me>("POST", "/guest/claim", { body: input });
