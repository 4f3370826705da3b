declare global {
  interface Window {
    /** Requests that public/early.js made before the scripts were there, by their addresses. */
    hubbubEarly?: Map<string, Promise<Response>>;
  }
}

/** Later than this after the page began, an answer is no longer what a fresh request would bring. */
const FRESH_MS = 15_000;

/**
 * The answer to a GET that was asked for before this script ran; each is handed out once. Undefined: nobody asked, it
 * is too old, or it failed, and has to be asked for.
 */
export async function takeEarly(url: string, now: number = performance.now()): Promise<Response | undefined> {
  const asked = typeof window === "undefined" ? undefined : window.hubbubEarly;
  const answer = asked?.get(url);
  asked?.delete(url);
  if (!answer || now > FRESH_MS) return undefined;
  return answer.catch(() => undefined);
}

/** Whether something that was asked for early is still to be taken. */
export function isEarlyLeft(): boolean {
  return typeof window !== "undefined" && (window.hubbubEarly?.size ?? 0) > 0;
}
