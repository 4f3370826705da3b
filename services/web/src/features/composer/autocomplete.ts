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
const HAN = /\p{Script=Han}/u;

/** What is being completed before the caret, if anything is. */
export function queryAt(text: string, caret: number): Query | undefined {
  for (let at = caret - 1; at >= 0 && caret - at <= LONGEST; at--) {
    const character = text[at] ?? "";
    const trigger = TRIGGERS[character];
    if (trigger !== undefined) {
      const query = text.slice(at + 1, caret);
      return isBoundary(text[at - 1], trigger) && isQuery(query, trigger) ? { trigger, at, text: query } : undefined;
    }
    if (/\s/.test(character)) return undefined;
  }
  return undefined;
}

/** Han has no spaces, so a name may follow it at once; but a colon after it is only a colon. */
function isBoundary(before: string | undefined, trigger: Trigger): boolean {
  if (before === undefined || /\s/.test(before)) return true;
  return trigger === ":" ? /[([{（【「]/.test(before) : /[\p{P}\p{Script=Han}]/u.test(before) && !/[@/_]/.test(before);
}

/** `:)` and `:D` are faces already; one Han character says as much as two letters. */
function isQuery(query: string, trigger: Trigger): boolean {
  if (trigger !== ":") return true;
  return /^[\p{L}\p{N}_+-]+$/u.test(query) && (query.length >= 2 || HAN.test(query));
}

export type Suggestion = {
  readonly key: string;
  /** Takes the place of the query and its trigger. */
  readonly insert: string;
} & (
  | { readonly kind: "person"; readonly user: User; readonly here: boolean | undefined }
  | { readonly kind: "everyone"; readonly word: "channel" | "here" }
  | { readonly kind: "channel"; readonly channel: Channel }
  | { readonly kind: "emoji"; readonly emoji: string; readonly name: string; readonly shortcode: string }
);

const MOST = 8;

export interface Around {
  /** Who is in the channel. */
  readonly members: ReadonlySet<string>;
  /** False when there are more members than we know: then nobody is said not to be here. */
  readonly membersComplete: boolean;
  /** Whether `@channel` and `@here` mean anything here. */
  readonly everyone: boolean;
  readonly me: string;
}

/** People whose handle or name starts with, then contains, what was typed; those in the channel come first. */
export function suggestPeople(query: string, people: readonly User[], around: Around): Suggestion[] {
  const wanted = fold(query);
  const rank = (user: User) => {
    const handle = fold(user.handle);
    const name = fold(user.display_name);
    const words = name.split(/\s+/);
    const starts = handle.startsWith(wanted) || words.some((word) => word.startsWith(wanted));
    return starts ? 0 : handle.includes(wanted) || name.includes(wanted) ? 1 : undefined;
  };
  const found = people
    .filter((user) => !user.deactivated)
    .map((user) => ({ user, rank: rank(user), away: Number(!around.members.has(user.id)) }))
    .filter((one): one is typeof one & { rank: number } => one.rank !== undefined)
    .sort(
      (a, b) =>
        Number(a.user.id === around.me) - Number(b.user.id === around.me) ||
        a.away - b.away ||
        a.rank - b.rank ||
        a.user.display_name.localeCompare(b.user.display_name),
    )
    .slice(0, MOST)
    .map(
      ({ user, away }): Suggestion => ({
        kind: "person",
        key: user.id,
        insert: `@${user.handle}`,
        user,
        here: away === 0 ? true : around.membersComplete ? false : undefined,
      }),
    );
  const words = around.everyone ? (["channel", "here"] as const).filter((word) => word.startsWith(wanted)) : [];
  const everyone = words.map((word): Suggestion => ({ kind: "everyone", key: word, insert: `@${word}`, word }));
  // Who types a name means a person; who types nothing yet sees the people first.
  return [...found, ...everyone].slice(0, MOST + everyone.length);
}

export function suggestChannels(query: string, channels: readonly Channel[]): Suggestion[] {
  const wanted = fold(query);
  return channels
    .filter((channel) => channel.name !== null && channel.archived_at === null && fold(channel.name).includes(wanted))
    .map((channel) => ({ channel, starts: fold(channel.name ?? "").startsWith(wanted) }))
    .sort((a, b) => Number(b.starts) - Number(a.starts))
    .slice(0, MOST)
    .map(
      ({ channel }): Suggestion => ({ kind: "channel", key: channel.id, insert: `#${channel.slug ?? ""}`, channel }),
    );
}

export function suggestEmoji(
  hits: readonly { readonly emoji: string; readonly name: string; readonly shortcode: string }[],
): Suggestion[] {
  return hits.slice(0, MOST).map((hit): Suggestion => ({ kind: "emoji", key: hit.emoji, insert: hit.emoji, ...hit }));
}

/** The workspace's own emoji whose name has what was typed; those that begin with it come first. */
export function customHits(query: string, names: Iterable<string>) {
  const wanted = fold(query);
  return [...names]
    .filter((name) => name.includes(wanted))
    .sort((a, b) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted)) || (a < b ? -1 : 1))
    .map((name) => ({ emoji: `:${name}:`, name: name.replaceAll("_", " "), shortcode: name }));
}

export function fold(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

/** Where the server does not find a mention: right after such a character. */
const GLUES = /[\p{Alphabetic}\p{N}_./@+-]/u;

/** The text with the suggestion in it, set apart by spaces where the server would not find it otherwise. */
export function complete(
  text: string,
  query: Query,
  caret: number,
  suggestion: Pick<Suggestion, "insert">,
): { readonly text: string; readonly caret: number } {
  const before = text.slice(0, query.at);
  const after = text.slice(caret);
  const glued = query.trigger !== ":" && GLUES.test([...before].at(-1) ?? "");
  const head = `${before}${glued ? " " : ""}${suggestion.insert}`;
  // The space that is there already will do.
  const gap = /^\s/.test(after) ? "" : " ";
  return { text: head + gap + after, caret: head.length + 1 };
}
