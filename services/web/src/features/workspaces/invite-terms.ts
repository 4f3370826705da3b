const DAY_S = 86_400;

/** How long an invitation holds, in seconds; null: for ever. */
export const LIVES = { day: DAY_S, week: 7 * DAY_S, month: 30 * DAY_S, ever: null } as const;
export type Life = keyof typeof LIVES;

/** How often it can be used; null: without limit. */
export const USES = { any: null, one: 1, five: 5, many: 25 } as const;
export type Uses = keyof typeof USES;

export function linkOf(code: string, origin: string): string {
  return new URL(`/invite/${encodeURIComponent(code)}`, origin).href;
}

/** The code in what somebody pastes: a link, with or without its start, or the code alone. */
export function codeOf(text: string): string | undefined {
  const path = /(?:^|\/)invite\/([\w-]+)/.exec(text.trim());
  const code = path?.[1] ?? text.trim();
  return /^[\w-]{1,64}$/.test(code) ? code : undefined;
}
