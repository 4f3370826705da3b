import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/** One emoji, as short as JSON allows: there are two thousand of them. */
export type PackedEmoji = readonly [
  emoji: string,
  group: number,
  version: number,
  label: string,
  /** Words by which it is found, joined by `|`. */
  tags: string,
  /** Names between colons, joined by a space. */
  shortcodes: string,
  /** In the five skin tones, joined by a space; empty when it has none. */
  skins: string,
];

export interface PackedEmojis {
  /** By number of group; the group of components (hair, skin) is empty. */
  readonly groups: readonly string[];
  /** Light to dark. */
  readonly tones: readonly string[];
  readonly emojis: readonly PackedEmoji[];
}

interface Source {
  readonly emoji: string;
  readonly hexcode: string;
  readonly label: string;
  readonly group?: number;
  readonly version: number;
  readonly tags?: readonly string[];
  readonly skins?: readonly { readonly emoji: string; readonly tone: number | readonly number[] }[];
}

interface Messages {
  readonly groups: readonly { readonly key: string; readonly message: string; readonly order: number }[];
  readonly skinTones: readonly { readonly key: string; readonly message: string }[];
}

type Names = Readonly<Record<string, string | readonly string[]>>;

const LOCALES = ["en", "zh"] as const;
const TONES = ["light", "medium-light", "medium", "medium-dark", "dark"];

const requireHere = createRequire(import.meta.url);
const base = dirname(requireHere.resolve("emojibase-data/package.json"));
const read = <T>(path: string): T => JSON.parse(readFileSync(join(base, path), "utf8")) as T;

/**
 * As keyboards write it: the source puts a variation selector behind every emoji, also behind those that are emoji by
 * themselves, and a reaction with one more character would be another reaction.
 */
export function qualified(emoji: string): string {
  return emoji.replaceAll(/(\p{Emoji_Presentation})\uFE0F/gu, "$1");
}

export function packEmojis(locale: (typeof LOCALES)[number]): PackedEmojis {
  const source = read<Source[]>(`${locale}/data.json`);
  const messages = read<Messages>(`${locale}/messages.json`);
  // The names that other chats know: people have them in their fingers. They are English in every language.
  const names = [read<Names>("en/shortcodes/github.json"), read<Names>("en/shortcodes/iamcal.json")];
  const shortcodes = (hexcode: string) => [...new Set(names.flatMap((known) => known[hexcode] ?? []))].join(" ");
  const groups: string[] = [];
  for (const group of messages.groups) groups[group.order] = group.key === "component" ? "" : group.message;
  return {
    groups,
    tones: TONES.map((tone) => messages.skinTones.find((one) => one.key === tone)?.message ?? tone),
    emojis: source
      .filter((one) => one.group !== undefined && groups[one.group] !== "")
      .map((one) => [
        qualified(one.emoji),
        one.group ?? 0,
        one.version,
        one.label,
        (one.tags ?? []).join("|"),
        shortcodes(one.hexcode),
        (one.skins ?? [])
          .filter((skin) => typeof skin.tone === "number")
          .map((skin) => qualified(skin.emoji))
          .join(" "),
      ]),
  };
}

/**
 * The emoji data as files of our own (`/emoji/en.json`, `/emoji/zh.json`): the picker asks no other host, and a fresh
 * clone needs no step before `vite build`, `vite` or `vitest`.
 */
export function emojiData(): Plugin {
  return {
    name: "hubbub-emoji",
    config(config) {
      const folder = join(config.root ?? import.meta.dirname, "public", "emoji");
      mkdirSync(folder, { recursive: true });
      for (const locale of LOCALES) {
        writeFileSync(join(folder, `${locale}.json`), JSON.stringify(packEmojis(locale)));
      }
    },
  };
}
