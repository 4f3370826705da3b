/** What of the palette is asked for: a sign at the beginning asks for one kind alone. */
export type Scope = "all" | "channels" | "people" | "actions";

const SIGNS: Readonly<Record<string, Scope>> = {
  "#": "channels",
  "＃": "channels",
  "@": "people",
  "＠": "people",
  ">": "actions",
  "》": "actions",
};

export function readQuery(typed: string): { readonly scope: Scope; readonly text: string } {
  const scope = SIGNS[typed.trimStart().charAt(0)];
  return scope === undefined
    ? { scope: "all", text: typed.trim() }
    : { scope, text: typed.trimStart().slice(1).trim() };
}
