/** Without a touch for so long, nobody is there. */
const IDLE_MS = 5 * 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/**
 * Tells whether somebody is before this tab: it has the focus, and was touched within five minutes. What it gives back
 * stops it.
 */
export function watchAttending(tell: (there: boolean) => void): () => void {
  let told: boolean | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;
  const say = (there: boolean) => {
    if (there !== told) tell(there);
    told = there;
  };
  const look = () => {
    clearTimeout(idle);
    const there = document.hasFocus() && !document.hidden;
    if (there) idle = setTimeout(() => say(false), IDLE_MS);
    say(there);
  };
  const windowEvents = ["focus", "blur", ...SIGNS] as const;
  for (const type of windowEvents) window.addEventListener(type, look, { passive: true });
  document.addEventListener("visibilitychange", look);
  look();
  return () => {
    clearTimeout(idle);
    for (const type of windowEvents) window.removeEventListener(type, look);
    document.removeEventListener("visibilitychange", look);
  };
}
