/** Longer bodies are cut before they are parsed: nothing a person writes by hand, and a wall in a list of messages. */
export const FOLD_CHARACTERS = 4_000;
export const FOLD_LINES = 60;

/** Where a body is folded, as an index into it; undefined when it is shown whole. */
export function foldAt(body: string): number | undefined {
  let lines = 0;
  for (let at = body.indexOf("\n"); at >= 0 && at <= FOLD_CHARACTERS; at = body.indexOf("\n", at + 1)) {
    lines += 1;
    if (lines === FOLD_LINES) return isRest(body, at) ? at : undefined;
  }
  if (body.length <= FOLD_CHARACTERS) return undefined;
  // At a line's end, else at a word's, rather than within one; never within a character.
  const line = body.lastIndexOf("\n", FOLD_CHARACTERS);
  const word = body.lastIndexOf(" ", FOLD_CHARACTERS);
  const half = FOLD_CHARACTERS / 2;
  const cut = line > half ? line : word > half ? word : FOLD_CHARACTERS;
  const isWithin = /[\uD800-\uDBFF]/.test(body[cut - 1] ?? "");
  return isWithin ? cut - 1 : cut;
}

/** Folding away only an empty end would be a button for nothing. */
function isRest(body: string, at: number): boolean {
  return body.slice(at).trim() !== "";
}

const LARGE_MOST = 12;
/** How a character that is shown as an emoji begins; whatever is joined to it belongs to it. */
const CLUSTER =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|[0-9#*]\uFE0F?\u20E3|\p{Regional_Indicator}{2})/u;
/** Dear to make, and most messages have letters. */
let graphemes: Intl.Segmenter | undefined;
/** Units of the longest emoji there are; a longer body cannot be a few of them. */
const LONGEST = LARGE_MOST * 16;

const NONE: ReadonlyMap<string, unknown> = new Map();

/**
 * Nothing but a few emoji: they are the message, and are shown large. `own` has those that are names between colons.
 */
export function isEmojiOnly(text: string, own = NONE): boolean {
  const body =
    own.size === 0 ? text : text.replaceAll(/:([a-z0-9_+-]{2,32}):/g, (raw, name) => (own.has(name) ? "⭐" : raw));
  if (body === "" || body.length > LONGEST || /[a-z]/i.test(body)) return false;
  if (!/\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u.test(body)) return false;
  graphemes ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const clusters = [...graphemes.segment(body.replaceAll(/\s/g, ""))];
  return clusters.length <= LARGE_MOST && clusters.every(({ segment }) => CLUSTER.test(segment));
}
