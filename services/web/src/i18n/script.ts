/** Scripts that tell a language well enough for a voice and a font; the first that fits wins a tie. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, "ja"],
  [/\p{Script=Hangul}/gu, "ko"],
  [/\p{Script=Han}/gu, "zh"],
  [/\p{Script=Arabic}/gu, "ar"],
  [/\p{Script=Hebrew}/gu, "he"],
  [/\p{Script=Thai}/gu, "th"],
  [/\p{Script=Devanagari}/gu, "hi"],
  [/\p{Script=Greek}/gu, "el"],
  [/\p{Script=Cyrillic}/gu, "ru"],
];

/** The beginning tells. */
const LOOKED_AT = 400;
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them
const ASCII = /^[\x00-\x7f]*$/;
/** A word in Han has about two characters where English has five or six letters. */
const LETTERS_A_SIGN = 3;

/**
 * The language that a text is probably in, by its letters: screen readers choose the voice by it, and the style sheet
 * the line height. Nothing when there are no letters, as in a row of emoji.
 */
export function languageOf(text: string): string | undefined {
  const start = text.slice(0, LOOKED_AT);
  // Most messages: no need to look for anything else.
  if (ASCII.test(start)) return /[a-z]/i.test(start) ? "en" : undefined;
  const latin = start.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (/^[\p{ASCII}\p{Script=Latin}\p{Emoji}]*$/u.test(start)) return latin > 0 ? "en" : undefined;
  let most = latin;
  let language = latin > 0 ? "en" : undefined;
  for (const [script, tag] of SCRIPTS) {
    const signs = start.match(script)?.length ?? 0;
    const weight = signs * (tag === "zh" || tag === "ja" || tag === "ko" ? LETTERS_A_SIGN : 1);
    // Japanese writes in Han too: its own letters decide.
    if (tag === "ja" && signs > 0 && weight * 2 >= latin) return "ja";
    if (weight > most) [most, language] = [weight, tag];
  }
  return language;
}
