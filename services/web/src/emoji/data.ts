import type { PackedEmojis } from "../../emoji-plugin";

export type EmojiLocale = "en" | "zh";

export interface Emoji {
  readonly emoji: string;
  readonly group: number;
  readonly version: number;
  readonly label: string;
  readonly tags: readonly string[];
  readonly shortcodes: readonly string[];
  /** Light to dark, or none. */
  readonly skins: readonly string[];
}

export interface EmojiSet {
  readonly groups: readonly string[];
  readonly tones: readonly string[];
  readonly emojis: readonly Emoji[];
}

const split = (text: string, by: string) => (text === "" ? [] : text.split(by));

export function unpack(packed: PackedEmojis): EmojiSet {
  return {
    groups: packed.groups,
    tones: packed.tones,
    emojis: packed.emojis.map(([emoji, group, version, label, tags, shortcodes, skins]) => ({
      emoji,
      group,
      version,
      label,
      tags: split(tags, "|"),
      shortcodes: split(shortcodes, " "),
      skins: split(skins, " "),
    })),
  };
}

const loading = new Map<EmojiLocale, Promise<EmojiSet>>();

/** The emoji of a language, fetched once; a failure is forgotten, so that the next look asks again. */
export function loadEmojis(locale: EmojiLocale): Promise<EmojiSet> {
  let found = loading.get(locale);
  if (!found) {
    found = fetchEmojis(locale);
    loading.set(locale, found);
    found.catch(() => loading.delete(locale));
  }
  return found;
}

async function fetchEmojis(locale: EmojiLocale): Promise<EmojiSet> {
  const response = await fetch(`/emoji/${locale}.json`);
  if (!response.ok) throw new Error(`no emoji data: ${response.status}`);
  return unpack((await response.json()) as PackedEmojis);
}

export function emojiLocale(language: string): EmojiLocale {
  return language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** What `:name:` stands for; undefined when no standard emoji is called so. */
export function emojiNamed(name: string, set: EmojiSet): string | undefined {
  return set.emojis.find((emoji) => emoji.shortcodes.includes(name))?.emoji;
}
