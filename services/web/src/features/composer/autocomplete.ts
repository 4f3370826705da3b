import type { Channel, User } from "../../api/types";

export type Trigger = "@" | "#" | ":";

export interface Query {
  readonly trigger: Trigger;
  /** Where the trigger stands in the text. */
  readonly at: number;
  readonly text: string;
}

// A full-width sign is what a Chinese keyboard types.
const TRIGGERS: Record<string, Trigger> = { "@": "@", "＠": "@", "#": "#", "＃": "#", ":": ":", "：": ":" };
const LONGEST = 32;

/** What is being completed before the caret, if anything is. */
export function queryAt(text: string, caret: number): Query | undefined {
  for (let at = caret - 1; at >= 0 && caret - at <= LONGEST; at--) {
    const character = text[at] ?? "";
    const trigger = TRIGGERS[character];
    if (trigger !== undefined) {
      const before = text[at - 1];
      const boundary = before === undefined || /[\s\p{P}\p{Script=Han}]/u.test(before);
      const query = text.slice(at + 1, caret);
      if (!boundary || (trigger === ":" && query.length < 2)) return undefined;
      return { trigger, at, text: query };
    }
    if (/\s/.test(character)) return undefined;
  }
  return undefined;
}

export interface Suggestion {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  /** Replaces the query and its trigger. */
  readonly insert: string;
}

const MOST = 8;

/** People whose handle or name starts with, then contains, what was typed; `first` come first. */
export function suggestPeople(query: string, people: readonly User[], first: ReadonlySet<string>): Suggestion[] {
  const wanted = fold(query);
  const rank = (user: User) => {
    const handle = fold(user.handle);
    const name = fold(user.display_name);
    const words = name.split(/\s+/);
    const starts = handle.startsWith(wanted) || words.some((word) => word.startsWith(wanted));
    const contains = handle.includes(wanted) || name.includes(wanted);
    return starts ? 0 : contains ? 1 : undefined;
  };
  return people
    .map((user) => ({ user, rank: rank(user) }))
    .filter((one) => one.rank !== undefined)
    .sort(
      (a, b) =>
        Number(first.has(b.user.id)) - Number(first.has(a.user.id)) ||
        (a.rank ?? 0) - (b.rank ?? 0) ||
        a.user.display_name.localeCompare(b.user.display_name),
    )
    .slice(0, MOST)
    .map(({ user }) => ({
      key: user.id,
      label: user.display_name,
      hint: `@${user.handle}`,
      insert: `@${user.handle} `,
    }));
}

export function suggestChannels(query: string, channels: readonly Channel[]): Suggestion[] {
  const wanted = fold(query);
  return channels
    .filter((channel) => channel.name !== null && fold(channel.name).includes(wanted))
    .slice(0, MOST)
    .map((channel) => ({
      key: channel.id,
      label: channel.name ?? "",
      hint: channel.topic,
      insert: `#${channel.slug ?? ""} `,
    }));
}

export function fold(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

export function complete(
  text: string,
  query: Query,
  caret: number,
  suggestion: Suggestion,
): { readonly text: string; readonly caret: number } {
  const head = text.slice(0, query.at) + suggestion.insert;
  return { text: head + text.slice(caret), caret: head.length };
}
