/** Only a path of this origin: `//elsewhere` and `/\elsewhere` are another host to a browser. */
export function safeNext(path: unknown): string | undefined {
  return typeof path === "string" && /^\/(?![/\\])/.test(path) ? path : undefined;
}

/** The code of the invitation that a path leads to. */
export function inviteIn(next: string | undefined): string | undefined {
  return /^\/invite\/([\w-]+)$/.exec(next ?? "")?.[1];
}
