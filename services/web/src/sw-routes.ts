/** What a build consists of, and which one it is. */
export interface Build {
  readonly version: string;
  /** Paths of all that is kept for working offline. */
  readonly files: readonly string[];
}

export interface Asked {
  readonly method: string;
  readonly mode: string;
  readonly url: string;
}

/** Screens of ours; anything else that is navigated to is the server's, such as a file or the API's own pages. */
const SCREENS = /^\/($|sign-in$|sign-up$|invite\/|w\/)/;
const LATER = /^\/emoji\//;

/** Who answers a request: the page of this build, a file of this build, a file that is kept once it was wanted, or the network. */
export function routeOf(
  asked: Asked,
  origin: string,
  known: ReadonlySet<string>,
): "shell" | "build" | "later" | "network" {
  const url = new URL(asked.url);
  if (asked.method !== "GET" || url.origin !== origin) return "network";
  if (asked.mode === "navigate") return SCREENS.test(url.pathname) ? "shell" : "network";
  if (url.search !== "") return "network";
  if (known.has(url.pathname)) return "build";
  return LATER.test(url.pathname) ? "later" : "network";
}

/** The page itself, as any screen's address gives it. */
export function shellOf(origin: string): string {
  return `${origin}/`;
}

/** Caches of ours that no build needs any more. */
export function oldNames(names: readonly string[], ...kept: readonly string[]): string[] {
  return names.filter((name) => name.startsWith("hubbub-") && !kept.includes(name));
}
