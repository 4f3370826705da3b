import type { EmojiData } from "frimousse";
import { type EmojiLocale, type EmojiSet, loadEmojis } from "./data";

const TONES = ["light", "medium-light", "medium", "medium-dark", "dark"] as const;
const FLAG = /^\p{Regional_Indicator}/u;

/** What the picker shows: what this device can draw, found by keyword and by shortcode. Pure but for `draws`. */
export function pickerData(locale: string, set: EmojiSet, draws: (emoji: string) => boolean): EmojiData {
  // One emoji of each version tells for all of them; flags are missing as a whole on some systems.
  const probes = new Map(set.emojis.filter((one) => !FLAG.test(one.emoji)).map((one) => [one.version, one.emoji]));
  const drawn = new Map([...probes].map(([version, emoji]) => [version, version < 12 || draws(emoji)]));
  const flags = draws("🇪🇺");
  const tone = (skins: readonly string[]) =>
    skins.length === TONES.length
      ? { skins: Object.fromEntries(TONES.map((name, at) => [name, skins[at] ?? ""])) as EmojiData["skinTones"] }
      : {};
  return {
    locale,
    emojis: set.emojis
      .filter((one) => (FLAG.test(one.emoji) ? flags : drawn.get(one.version) !== false))
      .map((one) => ({
        emoji: one.emoji,
        category: one.group,
        label: one.label,
        version: one.version,
        tags: [...one.tags, ...one.shortcodes, ...one.shortcodes.map((name) => name.replaceAll("_", " "))],
        ...tone(one.skins),
      })),
    categories: set.groups.flatMap((label, index) => (label === "" ? [] : [{ index, label: capital(label) }])),
    skinTones: Object.fromEntries(TONES.map((name, at) => [name, set.tones[at] ?? name])) as EmojiData["skinTones"],
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export async function resolveEmojis(locale: string): Promise<EmojiData> {
  return pickerData(locale, await loadEmojis(locale as EmojiLocale), canDraw);
}

/** Behind all groups of the data, and shown before them. */
const OWN_GROUP = -1;

/** The data with the workspace's own emoji as its first group. Pure. */
export function withOwn(data: EmojiData, names: readonly string[], label: string): EmojiData {
  if (names.length === 0) return data;
  const own = names.map((name) => ({
    emoji: `:${name}:`,
    category: OWN_GROUP,
    label: name,
    version: 0,
    tags: [name.replaceAll("_", " ")],
  }));
  return {
    ...data,
    emojis: [...own, ...data.emojis],
    categories: [{ index: OWN_GROUP, label }, ...data.categories],
  };
}

const SIDE = 2;

/** An emoji has colours of its own: drawn in blue and in red it looks the same. What is missing is a box in either. */
function canDraw(emoji: string): boolean {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!context) return true;
  context.font = `${SIDE}px sans-serif`;
  context.textBaseline = "middle";
  if (context.measureText(emoji).width >= SIDE * 2) return false;
  const draw = (colour: string) => {
    context.clearRect(0, 0, SIDE, SIDE);
    context.fillStyle = colour;
    context.fillText(emoji, 0, 0);
    return context.getImageData(0, 0, SIDE, SIDE).data.join();
  };
  return draw("#00f") === draw("#f00");
}
