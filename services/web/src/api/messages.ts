import type { Page } from "../timeline/timeline";
import { call } from "./client";
import type { Message, MessagePage, Reactor, Reader, ReadPosition, Revision } from "./types";

export const PAGE = 50;

export interface At {
  readonly before_seq?: number | undefined;
  readonly after_seq?: number | undefined;
  readonly around_seq?: number | undefined;
}

export interface Loaded extends Page {
  readonly epoch: number;
  readonly headSeq: number;
}

function loaded(page: MessagePage): Loaded {
  return {
    messages: page.data,
    hasOlder: page.has_before,
    hasNewer: page.has_after,
    epoch: page.epoch,
    headSeq: page.head_seq,
  };
}

export const history = (channel: string, at: At, signal?: AbortSignal) =>
  call<MessagePage>("GET", `/channels/${channel}/messages`, {
    query: { ...at, limit: PAGE },
    ...(signal ? { signal } : {}),
  }).then(loaded);

export const replies = (root: string, at: At, signal?: AbortSignal) =>
  call<MessagePage>("GET", `/messages/${root}/replies`, {
    query: { ...at, limit: PAGE },
    ...(signal ? { signal } : {}),
  }).then(loaded);

export const message = (id: string) => call<Message>("GET", `/messages/${id}`);

export interface SendInput {
  readonly body: string;
  readonly nonce: string;
  readonly parent_id?: string;
  readonly also_in_channel?: boolean;
  readonly file_ids?: readonly string[];
  readonly confirm_mass_mention?: boolean;
}

export const send = (channel: string, input: SendInput) =>
  call<Message>("POST", `/channels/${channel}/messages`, { body: input });
/** `confirmed`: that a new `@channel` or `@here` calls many people is meant. */
export const edit = (id: string, body: string, version: number, confirmed = false) =>
  call<Message>("PATCH", `/messages/${id}`, {
    body: { body, ...(confirmed ? { confirm_mass_mention: true } : {}) },
    headers: { "if-match": `"v${version}"` },
  });
export const remove = (id: string) => call<void>("DELETE", `/messages/${id}`);
export const react = (id: string, emoji: string, on: boolean) =>
  call<unknown>(on ? "PUT" : "DELETE", `/messages/${id}/reactions/${encodeURIComponent(emoji)}`);
/** Takes away what a link is shown with. */
export const removeEmbed = (id: string, url: string) =>
  call<void>("DELETE", `/messages/${id}/embeds`, { query: { url } });
export const pin = (id: string, on: boolean) => call<unknown>(on ? "PUT" : "DELETE", `/messages/${id}/pin`);
export const pins = (channel: string) =>
  call<{ data: Message[] }>("GET", `/channels/${channel}/pins`).then((page) => page.data);
/** Makes the message of this number the first unread one. */
export const markUnread = (channel: string, messageNo: number) =>
  call<ReadPosition>("POST", `/channels/${channel}/unread`, { body: { message_no: messageNo } });
export const reactors = (id: string) =>
  call<{ data: Reactor[] }>("GET", `/messages/${id}/reactions`).then((page) => page.data);
export const readers = (id: string) =>
  call<{ data: Reader[] }>("GET", `/messages/${id}/readers`).then((page) => page.data);
export const revisions = (id: string) =>
  call<{ data: Revision[] }>("GET", `/messages/${id}/revisions`).then((page) => page.data);
