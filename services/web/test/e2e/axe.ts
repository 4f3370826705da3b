import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** WCAG 2.2, levels A and AA, with all that was before. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
/** What another theme can break. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** What is wrong with the page as it stands now, in the theme it has and then in the other one; one line each. */
export async function violations(page: Page): Promise<string[]> {
  await settled(page);
  const all = await (await axe(page)).withTags(TAGS).analyze();
  const found = all.violations.map(lineOf);
  const other = await page.evaluate(() => (document.documentElement.dataset["theme"] === "dark" ? "light" : "dark"));
  await page.evaluate((name) => document.documentElement.setAttribute("data-theme", name), other);
  await settled(page);
  const colours = await (await axe(page)).withRules(COLOURS).analyze();
  return [...found, ...colours.violations.map((violation) => `${other}: ${lineOf(violation)}`)];
}

/** What lies over the page. */
const OVER = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox], .yarl__portal";

/** Looks at what lies over the page, when there is something: what lies under it has been looked at without. */
async function axe(page: Page): Promise<AxeBuilder> {
  // There are no frames, so no second page is needed to put the results of several together.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  return (await page.locator(OVER).filter({ visible: true }).count()) > 0 ? builder.include(OVER) : builder;
}

/** Half of an animation is neither what was nor what will be. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
        .map((one) => one.finished.catch(() => undefined)),
    ),
  );
}

type Violation = Awaited<ReturnType<AxeBuilder["analyze"]>>["violations"][number];

function lineOf(violation: Violation): string {
  const nodes = violation.nodes.map(
    (node) => `${node.html.slice(0, 200)} ${node.failureSummary?.split("\n")[1] ?? ""}`,
  );
  return `${violation.id}: ${nodes.slice(0, 3).join(" | ")}${nodes.length > 3 ? ` and ${nodes.length - 3} more` : ""}`;
}
