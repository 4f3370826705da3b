import { type Emoji, type EmojiLocale, type EmojiSet, loadEmojis } from "./data";

export interface EmojiHit {
  readonly emoji: string;
  /** In the language of the first set. */
  readonly name: string;
  readonly shortcode: string;
}

const MOST = 8;

const fold = (text: string) => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

interface Words {
  readonly label: string;
  readonly names: readonly string[];
  readonly tags: readonly string[];
}

/** Folding two thousand emoji takes longer than a key press may; it is done once. */
const folded = new WeakMap<Emoji, Words>();

function wordsOf(emoji: Emoji): Words {
  let words = folded.get(emoji);
  if (!words) {
    words = { label: fold(emoji.label), names: emoji.shortcodes.map(fold), tags: emoji.tags.map(fold) };
    folded.set(emoji, words);
  }
  return words;
}

/** How well an emoji answers: 0 is its very name, undefined is not at all. */
function rank({ label, names, tags }: Words, wanted: string): number | undefined {
  if (names.includes(wanted) || label === wanted) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  if (label.startsWith(wanted) || label.includes(` ${wanted}`)) return 2;
  if (tags.includes(wanted)) return 3;
  if (tags.some((tag) => tag.startsWith(wanted))) return 4;
  const contains = [label, ...names, ...tags].some((text) => text.includes(wanted));
  return contains ? 5 : undefined;
}

/** The best hits of several languages together; names are those of the first. Pure. */
export function rankEmojis(query: string, sets: readonly EmojiSet[], limit = MOST): EmojiHit[] {
  const wanted = fold(query.trim().replaceAll(/^:|:$/g, "")).replaceAll(" ", "_");
  const spaced = wanted.replaceAll("_", " ");
  if (wanted === "") return [];
  const ranks = new Map<string, number>();
  const order: string[] = [];
  for (const set of sets) {
    for (const emoji of set.emojis) {
      const words = wordsOf(emoji);
      const found = rank(words, wanted) ?? (spaced === wanted ? undefined : rank(words, spaced));
      if (found === undefined) continue;
      const known = ranks.get(emoji.emoji);
      if (known === undefined) order.push(emoji.emoji);
      ranks.set(emoji.emoji, Math.min(known ?? found, found));
    }
  }
  const first = new Map(sets[0]?.emojis.map((emoji) => [emoji.emoji, emoji]));
  return order
    .sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0))
    .slice(0, limit)
    .flatMap((emoji) => {
      const found = first.get(emoji);
      return found ? [{ emoji, name: found.label, shortcode: found.shortcodes[0] ?? "" }] : [];
    });
}

const HAN = /\p{Script=Han}/u;

/**
 * Emoji by shortcode and by keyword, whichever language they are written in: `:笑` finds a smile in an English client,
 * `:smile` in a Chinese one.
 */
export async function searchEmoji(query: string, language: string, limit = MOST): Promise<EmojiHit[]> {
  const own: EmojiLocale = language.toLowerCase().startsWith("zh") ? "zh" : "en";
  const written: EmojiLocale = HAN.test(query) ? "zh" : "en";
  const sets = await Promise.all([...new Set([own, written])].map(loadEmojis));
  return rankEmojis(query, sets, limit);
}
