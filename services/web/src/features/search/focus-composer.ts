const PATIENCE_MS = 1_500;

/** The next thing is to write: the focus goes to the composer as soon as there is one. Not where that opens a keyboard. */
export function focusComposer(): void {
  if (matchMedia("(pointer: coarse)").matches) return;
  const until = performance.now() + PATIENCE_MS;
  // The old channel's composer may still stand while the new one is on its way.
  const before = document.querySelector("[data-region='composer'] textarea");
  const path = location.pathname;
  const look = () => {
    const field = document.querySelector<HTMLElement>("[data-region='composer'] textarea");
    const isNew = field !== before || location.pathname !== path;
    if (field && isNew) field.focus();
    else if (performance.now() < until) requestAnimationFrame(look);
    else field?.focus();
  };
  requestAnimationFrame(look);
}
