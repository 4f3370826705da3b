import { type IdAt, SHORTCUTS, type ShortcutId, type Where } from "./keys";

/** What of a KeyboardEvent decides. */
export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

interface Combo {
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly key: string;
}

const parsed = new Map<string, Combo>();

function parse(keys: string): Combo {
  let combo = parsed.get(keys);
  if (!combo) {
    // The key itself may be a plus sign.
    const parts = keys === "+" ? ["+"] : keys.split("+");
    const key = parts.at(-1) ?? "";
    combo = { mod: parts.includes("Mod"), alt: parts.includes("Alt"), shift: parts.includes("Shift"), key };
    parsed.set(keys, combo);
  }
  return combo;
}

const isLetter = (key: string) => /^[a-z]$/i.test(key);
/** `+` and `/` are shifted on some keyboards and not on others: there the character alone decides. */
const isSign = (key: string) => key.length === 1 && !isLetter(key);

/** The letter that was pressed; on a keyboard of another script, the one at its place. */
function letterOf(event: Pressed): string {
  if (isLetter(event.key)) return event.key.toUpperCase();
  return event.key.length === 1 && event.key > "\u007f" ? event.code.replace(/^Key/, "") : event.key;
}

export function matches(event: Pressed, keys: string, mac: boolean): boolean {
  const combo = parse(keys);
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (mod !== combo.mod || other || event.altKey !== combo.alt) return false;
  if (!isSign(combo.key) && event.shiftKey !== combo.shift) return false;
  return isLetter(combo.key) ? letterOf(event) === combo.key : event.key === combo.key;
}

/** A key that types, pressed alone: it can be turned off (WCAG 2.1.4). */
export function isSingle(keys: string): boolean {
  return keys.length === 1;
}

/** Which shortcut of that place an event is. */
export function findShortcut<W extends Where>(event: Pressed, where: W, mac: boolean): IdAt<W> | undefined {
  const found = SHORTCUTS.find((one) => one.where === where && matches(event, one.keys, mac));
  return found?.id as IdAt<W> | undefined;
}

export function keysOf(id: ShortcutId): string {
  return SHORTCUTS.find((one) => one.id === id)?.keys ?? "";
}

const SIGNS: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", Delete: "Del" };
const MAC: Record<string, string> = { Mod: "⌘", Alt: "⌥", Shift: "⇧", Enter: "↩" };

/** As keyboards are lettered: each key by itself, such as `["Ctrl", "K"]` or `["⌘", "K"]`. */
export function keyCaps(keys: string, mac: boolean): readonly string[] {
  const parts = keys === "+" ? ["+"] : keys.split("+");
  return parts.map((part) => (mac ? MAC[part] : undefined) ?? SIGNS[part] ?? (part === "Mod" ? "Ctrl" : part));
}

/** As one text, for tooltips and menus: `Ctrl+K` or `⌘K`. */
export function keyText(keys: string, mac: boolean): string {
  return keyCaps(keys, mac).join(mac ? "" : "+");
}

/** As `aria-keyshortcuts` wants them. */
export function ariaKeys(keys: string, mac: boolean): string {
  return keys.replace("Mod", mac ? "Meta" : "Control");
}
