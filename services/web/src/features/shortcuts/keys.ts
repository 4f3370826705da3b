/** Where a key works: anywhere in the app, while the composer has the focus, or on a row of the message list. */
export type Where = "anywhere" | "composer" | "list";

export type Group = "navigation" | "calls" | "messages" | "composer" | "list";

export interface Shortcut {
  /** Also the key of its name in `shortcuts.json`. */
  readonly id: string;
  /** `Mod` is ⌘ on a Mac and Ctrl elsewhere; the last part is `KeyboardEvent.key`. */
  readonly keys: string;
  readonly where: Where;
  readonly group: Group;
}

/**
 * Every key of the client, in the order of the sheet. A new one is a line here, its name in `shortcuts.json`, and
 * whoever acts on it: `useShortcut` for `anywhere`, `shortcutOf` in the key handler of the composer or the list.
 */
export const SHORTCUTS = [
  { id: "palette", keys: "Mod+K", where: "anywhere", group: "navigation" },
  { id: "previousChannel", keys: "Alt+ArrowUp", where: "anywhere", group: "navigation" },
  { id: "nextChannel", keys: "Alt+ArrowDown", where: "anywhere", group: "navigation" },
  { id: "previousUnread", keys: "Alt+Shift+ArrowUp", where: "anywhere", group: "navigation" },
  { id: "nextUnread", keys: "Alt+Shift+ArrowDown", where: "anywhere", group: "navigation" },
  { id: "nextRegion", keys: "F6", where: "anywhere", group: "navigation" },
  { id: "previousRegion", keys: "Shift+F6", where: "anywhere", group: "navigation" },
  { id: "sheet", keys: "Mod+/", where: "anywhere", group: "navigation" },
  { id: "call", keys: "Mod+Shift+H", where: "anywhere", group: "calls" },
  { id: "muteCall", keys: "Alt+Shift+M", where: "anywhere", group: "calls" },
  { id: "markRead", keys: "Escape", where: "anywhere", group: "messages" },
  { id: "markAllRead", keys: "Shift+Escape", where: "anywhere", group: "messages" },
  { id: "upload", keys: "Mod+U", where: "anywhere", group: "composer" },
  { id: "send", keys: "Enter", where: "composer", group: "composer" },
  { id: "newLine", keys: "Shift+Enter", where: "composer", group: "composer" },
  { id: "editLast", keys: "ArrowUp", where: "composer", group: "composer" },
  { id: "bold", keys: "Mod+B", where: "composer", group: "composer" },
  { id: "italic", keys: "Mod+I", where: "composer", group: "composer" },
  { id: "code", keys: "Mod+E", where: "composer", group: "composer" },
  { id: "strike", keys: "Mod+Shift+X", where: "composer", group: "composer" },
  { id: "previousRow", keys: "ArrowUp", where: "list", group: "list" },
  { id: "nextRow", keys: "ArrowDown", where: "list", group: "list" },
  { id: "firstRow", keys: "Home", where: "list", group: "list" },
  { id: "lastRow", keys: "End", where: "list", group: "list" },
  { id: "reply", keys: "R", where: "list", group: "list" },
  { id: "edit", keys: "E", where: "list", group: "list" },
  { id: "react", keys: "+", where: "list", group: "list" },
  { id: "pin", keys: "P", where: "list", group: "list" },
  { id: "markUnread", keys: "U", where: "list", group: "list" },
  { id: "copyLink", keys: "C", where: "list", group: "list" },
  { id: "delete", keys: "Delete", where: "list", group: "list" },
] as const satisfies readonly Shortcut[];

type Entry = (typeof SHORTCUTS)[number];
export type ShortcutId = Entry["id"];
/** Those with `useShortcut`; the others are asked for with `shortcutOf`. */
export type AnywhereId = Extract<Entry, { where: "anywhere" }>["id"];
export type IdAt<W extends Where> = Extract<Entry, { where: W }>["id"];
