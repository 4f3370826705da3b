import type { Page } from "@playwright/test";

/** What does not fit the screen's width: a page that scrolls sideways, a control that is outside, a text that is cut. */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const width = document.documentElement.clientWidth;
    const named = (element: Element) => {
      const name = element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 40) ?? "";
      return `<${element.tagName.toLowerCase()}> “${name}”`;
    };
    const across = document.scrollingElement?.scrollWidth ?? 0;
    if (across > width) found.push(`the page is ${across} px wide`);
    const visible = (element: Element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest(".sr-only");
    // Within something that scrolls sideways by design, everything can be reached.
    const scrolls = (element: Element) => {
      for (let at = element.parentElement; at; at = at.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return true;
      }
      return false;
    };
    const controls = "button, a[href], input, textarea, select, [role=option], [role=menuitem], [role=tab]";
    for (const element of document.querySelectorAll(controls)) {
      const box = element.getBoundingClientRect();
      if (!visible(element) || box.width === 0) continue;
      if ((box.left < -1 || box.right > width + 1) && !scrolls(element)) {
        found.push(`${named(element)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)}`);
      }
    }
    for (const element of document.querySelectorAll("button, a, h1, h2, h3, p, label, span, bdi, time, dt, dd, td")) {
      const style = getComputedStyle(element);
      // Formulas are laid out by their own rules; their pane scrolls.
      if (element.closest(".katex")) continue;
      const hides = style.overflowX === "hidden" || style.overflowX === "clip";
      const shortened = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
      if (hides && !shortened && element.scrollWidth > element.clientWidth + 1 && visible(element)) {
        found.push(`${named(element)} is cut`);
      }
    }
    return [...new Set(found)];
  });
}

/**
 * Controls that a finger of `least` px misses: pressed that far from their middle, something else answers. What stands in
 * running text is as high as its line, and the author's name has the face beside it for the same.
 */
export function tooSmall(page: Page, least: number): Promise<string[]> {
  return page.evaluate((wanted) => {
    const found: string[] = [];
    const controls =
      "button, a[href], input:not([type=file]), textarea, select, [role=option], [role=menuitem], [role=tab], [role=switch]";
    const reach = wanted / 2 - 1;
    for (const element of document.querySelectorAll(controls)) {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (element.matches("p a, p button, .markdown a, .markdown button, :disabled") || element.closest(".sr-only"))
        continue;
      // A checkbox is as large as the label around it.
      const target = element.matches("input") ? (element.closest("label") ?? element) : element;
      const box = target.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const answers = (dx: number, dy: number) => {
        const hit = document.elementFromPoint(x + dx, y + dy);
        return hit === null || target.contains(hit);
      };
      // Covered by something, or out of sight: then it is not what a finger points at.
      if (box.width === 0 || !answers(0, 0)) continue;
      const wide = Math.round(box.width) >= wanted || (answers(-reach, 0) && answers(reach, 0));
      const high = Math.round(box.height) >= wanted || (answers(0, -reach) && answers(0, reach));
      if (wide && high) continue;
      const name = element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 40) ?? "";
      found.push(`“${name}” ${Math.round(box.width)}×${Math.round(box.height)}`);
    }
    return [...new Set(found)];
  }, least);
}
