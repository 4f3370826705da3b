const PREFIX = "hubbub.looking:";

/**
 * While this tab has the focus, it says which channel is before somebody's eyes. A lock says it: every tab can see who
 * holds which, and one that dies lets go. What `lookAt` gives back stops it.
 */
export function lookAt(channel: string): () => void {
  if (typeof navigator.locks === "undefined") return () => undefined;
  let letGo: (() => void) | undefined;
  const update = () => {
    if (document.hasFocus() && !document.hidden) letGo ??= hold(PREFIX + channel);
    else stop();
  };
  const stop = () => {
    letGo?.();
    letGo = undefined;
  };
  const events = ["focus", "blur"] as const;
  for (const type of events) window.addEventListener(type, update);
  document.addEventListener("visibilitychange", update);
  update();
  return () => {
    for (const type of events) window.removeEventListener(type, update);
    document.removeEventListener("visibilitychange", update);
    stop();
  };
}

function hold(name: string): () => void {
  let letGo: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  void navigator.locks.request(name, { mode: "shared" }, () => until);
  return letGo;
}

/** Whether the channel is before somebody's eyes, in whichever tab. */
export async function isLookedAt(channel: string): Promise<boolean> {
  if (typeof navigator.locks === "undefined") return document.hasFocus() && location.pathname.endsWith(`/c/${channel}`);
  const { held = [] } = await navigator.locks.query();
  return held.some((lock) => lock.name === PREFIX + channel);
}
