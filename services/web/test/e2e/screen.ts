import type { Locator, Page } from "@playwright/test";
import type { Message } from "../../src/api/types";
import { expect } from "./fixtures";

/** The list of the channel's messages. */
export function feed(page: Page): Locator {
  return page.locator("main").getByRole("feed").first();
}

/** The open thread, beside the channel. */
export function thread(page: Page): Locator {
  return page.getByRole("complementary", { name: /^(Thread|消息列)/ });
}

/** Where one writes to the channel, or within `place` (such as a thread). */
export function composer(place: Page | Locator): Locator {
  return place.getByRole("combobox", { name: /^(Message |发消息到|Reply|回复)/ }).first();
}

/** The row of a message with this text. */
export function row(place: Page | Locator, text: string | RegExp): Locator {
  return place.getByRole("article").filter({ hasText: text });
}

/** Writes a message as a person does, and sends it with Enter. */
export async function write(place: Page | Locator, text: string): Promise<void> {
  await composer(place).fill(text);
  await composer(place).press("Enter");
}

/** Goes to a row with the pointer, so that its tools are there: at its foot, since lines of days and of new messages are above. */
export async function point(target: Locator): Promise<Locator> {
  const { width, height } = (await target.boundingBox()) ?? { width: 0, height: 0 };
  await target.hover({ position: { x: width / 2, y: Math.max(0, height - 8) } });
  return target;
}

/** Opens a row's menu. A list that moves takes the row from under the pointer, and its tools with it: one points again. */
export async function menuOf(target: Locator): Promise<void> {
  await expect(async () => {
    await point(target);
    await target.getByRole("button", { name: /^(More|更多)/ }).click({ timeout: 2_000 });
  }).toPass({ timeout: 15_000 });
}

/** Nonces of all messages in the list, from the first to the last: the list draws only what is near, so it is walked. */
export async function noncesInOrder(page: Page): Promise<string[]> {
  return feed(page).evaluate(async (list) => {
    const scroller = list.parentElement;
    if (!scroller) throw new Error("the list does not scroll");
    const painted = () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
    const at = new Map<number, string>();
    const collect = () => {
      for (const article of list.querySelectorAll("article")) {
        const nonce = article.id.slice(article.id.lastIndexOf(":") + 1);
        at.set(Number(article.getAttribute("aria-posinset")), nonce);
      }
    };
    // Older pages are fetched while one goes up; the walk starts when nothing is above any more.
    while (scroller.dataset["older"] === "true" || scroller.scrollTop > 0) {
      scroller.scrollTop = 0;
      await painted();
    }
    for (;;) {
      collect();
      const before = scroller.scrollTop;
      scroller.scrollTop += scroller.clientHeight / 2;
      await painted();
      if (scroller.scrollTop === before && scroller.dataset["newer"] === "false") break;
    }
    collect();
    return [...at].sort(([one], [other]) => one - other).map(([, nonce]) => nonce);
  });
}

/** The page shows exactly this log: nothing missing, nothing double, in order. */
export async function expectLog(page: Page, log: readonly Message[]): Promise<void> {
  await expect(async () => {
    expect(await noncesInOrder(page)).toEqual(log.map((message) => message.nonce));
  }).toPass({ timeout: 30_000 });
}
