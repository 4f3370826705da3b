import { spoken } from "./features/messages/herald";

/** What the server encrypts for a browser: `PushPayload` of the contract, as far as it is drawn. */
export type Pushed =
  | { readonly type: "read"; readonly channel_id: string }
  | {
      readonly type: "message";
      readonly channel_id: string;
      readonly workspace_id: string;
      readonly message_id: string;
      readonly parent_id: string | null;
      readonly author: string;
      readonly place: string | null;
      readonly text: string | null;
      readonly count: number;
      readonly locale: string;
    };

/** What a notification leads to, and what it is about. */
export interface NoteData {
  readonly channel: string;
  readonly message: string;
  readonly path: string;
}

export interface Note {
  readonly title: string;
  readonly body: string;
  /** One notification a channel: a newer one takes the place of the one before. */
  readonly tag: string;
  readonly data: NoteData;
}

/** No page is there to translate: the few words of a notification, in each language. */
const WORDS = {
  en: {
    title: (author: string, place: string | null) => (place === null ? author : `${author} in #${place}`),
    hidden: "New message",
    more: (count: number) => `${count} new messages`,
  },
  zh: {
    title: (author: string, place: string | null) => (place === null ? author : `${author}（#${place}）`),
    hidden: "有新消息",
    more: (count: number) => `${count} 条新消息`,
  },
};

/** What to show of a message. Pure. */
export function noteOf(pushed: Extract<Pushed, { type: "message" }>): Note {
  const words = pushed.locale.toLowerCase().startsWith("zh") ? WORDS.zh : WORDS.en;
  const said = pushed.text === null ? "" : spoken(pushed.text);
  const lines = [said || words.hidden, ...(pushed.count > 1 ? [words.more(pushed.count)] : [])];
  return {
    title: words.title(pushed.author, pushed.place),
    body: lines.join("\n"),
    tag: pushed.channel_id,
    data: { channel: pushed.channel_id, message: pushed.message_id, path: pathOf(pushed) },
  };
}

function pathOf(pushed: { workspace_id: string; channel_id: string; parent_id: string | null }): string {
  const path = `/w/${pushed.workspace_id}/c/${pushed.channel_id}`;
  return pushed.parent_id === null ? path : `${path}?thread=${pushed.parent_id}`;
}

/** What came in a push; undefined when it is none of ours. */
export function readPushed(json: unknown): Pushed | undefined {
  const pushed = json as Partial<Pushed> | null;
  return pushed?.type === "read" || pushed?.type === "message" ? (pushed as Pushed) : undefined;
}
