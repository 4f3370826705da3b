import type { Page } from "@playwright/test";
import type { Place } from "../e2e/a11y-screens";
import { type Looks, untilLive, type World } from "../e2e/fixtures";
import type { Person } from "../e2e/people";

/** Where a picture is taken: the page of the one who looks, and what others are made of. */
export interface Stage extends Place {
  readonly world: World;
  readonly looks: Looks;
}

/** A screen by its name, and how one gets there. What it answers is the page to take; else that of the stage. */
export type Shots = Readonly<Record<string, (stage: Stage) => Promise<unknown>>>;

/** Somebody else's browser that looks the same. */
export async function opens({ world, looks }: Stage, person: Person, path: string): Promise<Page> {
  const page = await world.at(person, path, looks);
  await untilLive(page);
  return page;
}

/** A page that scrolls within itself, on a screen high enough for all of it; `takes` at most this many px. */
export async function high(page: Page, most = 2_600): Promise<void> {
  const more = await page.evaluate(() => {
    const panes = [...document.querySelectorAll("main *, aside *, [data-region=details], [data-region=details] *")];
    return Math.max(0, ...panes.filter(scrolls).map((pane) => pane.scrollHeight - pane.clientHeight));
    function scrolls(pane: Element): boolean {
      return /auto|scroll/.test(getComputedStyle(pane).overflowY);
    }
  });
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  if (more > 0) await page.setViewportSize({ width, height: Math.min(most, height + more) });
}
