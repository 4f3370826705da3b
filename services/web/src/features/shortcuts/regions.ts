/**
 * The parts of the screen that F6 goes around, in the order of the document. A part is any element with
 * `data-region`; what has the focus there when one leaves has it again when one comes back.
 */
const REGION = "[data-region]";
const TABBABLE =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex="-1"])';
/** Where the focus goes first, for parts whose first control is not the point of them. */
const POINT: Record<string, string> = {
  sidebar: '[aria-current="page"]',
  messages: 'article[tabindex="0"]',
  composer: "textarea",
  thread: "textarea",
};

const left = new WeakMap<Element, HTMLElement>();

const isVisible = (element: Element) => element.getClientRects().length > 0;

export function goToRegion(step: 1 | -1): boolean {
  const regions = [...document.querySelectorAll<HTMLElement>(REGION)].filter(isVisible);
  if (regions.length === 0) return false;
  const active = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  const current = active?.closest<HTMLElement>(REGION) ?? null;
  if (current && active) left.set(current, active);
  for (const region of order(regions, current, step)) {
    if (enter(region)) return true;
  }
  return false;
}

/** The others, beginning after (or before) the one with the focus. */
export function order<T>(regions: readonly T[], current: T | null, step: 1 | -1): readonly T[] {
  const at = current === null ? (step === 1 ? -1 : regions.length) : regions.indexOf(current);
  return regions
    .map((_, index) => regions[(at + step * (index + 1) + 2 * regions.length) % regions.length] as T)
    .filter((region) => region !== current);
}

function enter(region: HTMLElement): boolean {
  const before = left.get(region);
  const point = POINT[region.dataset["region"] ?? ""];
  const inside = [...region.querySelectorAll<HTMLElement>(TABBABLE)];
  const candidates = [
    before && region.contains(before) ? before : null,
    point === undefined ? null : region.querySelector<HTMLElement>(point),
    ...inside,
  ];
  const target = candidates.find((one) => one !== null && isVisible(one));
  target?.focus();
  return target != null && document.activeElement === target;
}
