import type { Page } from "@playwright/test";
import type {} from "./list";
import { expect, test } from "./stage";

/** More than this is seen as a jump. */
const STILL_PX = 2;
const HISTORY = 10_000;

/** Opens a long history and goes to its middle. */
async function openInside(page: Page, late = false): Promise<void> {
  await page.evaluate(({ count, late }) => window.bench.open({ count, late, at: count / 2 }), { count: HISTORY, late });
}

/** How far the list is from its end, in px. */
const below = (page: Page) =>
  page.evaluate(() => {
    const { scrollHeight, scrollTop, clientHeight } = window.bench.scroller();
    return scrollHeight - scrollTop - clientHeight;
  });

/** The most the row under the eye moved, in any frame, while something happened to the list. */
async function movedBy(page: Page, happen: (page: Page) => Promise<void>): Promise<number> {
  const watching = await page.evaluateHandle(() => window.bench.watch(window.bench.anchor()));
  await happen(page);
  await page.evaluate(() => window.bench.settled());
  return watching.evaluate((stop) => stop());
}

test("older rows come in above without a jump, in any frame", async ({ list }) => {
  await openInside(list);
  const moved = await movedBy(list, (page) =>
    page.evaluate(async () => {
      for (let times = 0; times < 20; times++) {
        window.bench.prepend(50);
        await window.bench.frames(3);
      }
    }),
  );
  expect(moved).toBeLessThanOrEqual(STILL_PX);
});

test("older rows come in near the top without a jump", async ({ list }) => {
  await list.evaluate(() => window.bench.open({ count: 100, at: 3 }));
  const moved = await movedBy(list, (page) =>
    page.evaluate(async () => {
      for (let times = 0; times < 20; times++) {
        window.bench.prepend(50);
        await window.bench.frames(3);
      }
    }),
  );
  expect(moved).toBeLessThanOrEqual(STILL_PX);
});

test("rows that grow late do not move the one under the eye", async ({ list }) => {
  await openInside(list, true);
  const moved = await movedBy(list, (page) =>
    page.evaluate(async () => {
      for (let times = 0; times < 20; times++) {
        window.bench.prepend(50);
        await window.bench.frames(8);
      }
    }),
  );
  expect(moved).toBeLessThanOrEqual(STILL_PX);
});

test("rows that grow late while one scrolls up move nothing by themselves", async ({ list }) => {
  await openInside(list, true);
  const worst = await list.evaluate(async () => {
    let most = 0;
    for (let step = 0; step < 40; step++) {
      const anchor = window.bench.anchor();
      const before = window.bench.top(anchor) ?? 0;
      await window.bench.scrollBy(-150);
      for (let frame = 0; frame < 6; frame++) {
        const top = window.bench.top(anchor);
        if (top !== undefined) most = Math.max(most, Math.abs(top - before - 150));
        await window.bench.frames(1);
      }
    }
    return most;
  });
  expect(worst).toBeLessThanOrEqual(STILL_PX);
});

test("rows that grow late leave the end in sight", async ({ list }) => {
  await list.evaluate(() => window.bench.open({ count: 10_000, late: true }));
  await list.evaluate(async () => {
    for (let times = 0; times < 20; times++) {
      window.bench.append(1);
      await window.bench.frames(8);
    }
    await window.bench.settled();
  });
  expect(await below(list)).toBeLessThanOrEqual(STILL_PX);
});

test("new rows at the end move nothing while one reads further up", async ({ list }) => {
  await openInside(list);
  const moved = await movedBy(list, (page) =>
    page.evaluate(async () => {
      for (let times = 0; times < 20; times++) {
        window.bench.append(1);
        await window.bench.frames(2);
      }
    }),
  );
  expect(moved).toBeLessThanOrEqual(STILL_PX);
});

test("new rows at the end are followed by those who are there", async ({ list }) => {
  await list.evaluate(() => window.bench.open({ count: 10_000 }));
  await list.evaluate(async () => {
    for (let times = 0; times < 20; times++) {
      window.bench.append(2);
      await window.bench.frames(2);
    }
    await window.bench.settled();
  });
  expect(await below(list)).toBeLessThanOrEqual(STILL_PX);
});

test("older rows come in while one scrolls, and each frame moves by what was scrolled", async ({ list }) => {
  await openInside(list);
  const worst = await list.evaluate(async () => {
    let most = 0;
    for (let step = 0; step < 60; step++) {
      const anchor = window.bench.anchor();
      const before = window.bench.top(anchor) ?? 0;
      await window.bench.scrollBy(-40);
      if (step % 3 === 0) window.bench.prepend(50);
      await window.bench.frames(1);
      most = Math.max(most, Math.abs((window.bench.top(anchor) ?? Number.POSITIVE_INFINITY) - before - 40));
    }
    return most;
  });
  expect(worst).toBeLessThanOrEqual(STILL_PX);
});

test("a narrower window leaves the row under the eye where it is", async ({ list }) => {
  await openInside(list);
  const there = await list.evaluate(() => {
    const anchor = window.bench.anchor();
    return { anchor, top: window.bench.top(anchor) ?? 0 };
  });
  for (const width of [420, 760]) {
    await list.setViewportSize({ width, height: 800 });
    await list.evaluate(() => window.bench.settled());
    const top = await list.evaluate((anchor) => window.bench.top(anchor), there.anchor);
    expect(Math.abs((top ?? Number.POSITIVE_INFINITY) - there.top)).toBeLessThanOrEqual(STILL_PX);
  }
});

test("a narrower window leaves the end in sight", async ({ list }) => {
  await list.evaluate(() => window.bench.open({ count: 10_000 }));
  for (const width of [420, 760]) {
    await list.setViewportSize({ width, height: 800 });
    await list.evaluate(() => window.bench.settled());
    expect(await below(list)).toBeLessThanOrEqual(STILL_PX);
  }
});

test("a lower or higher window leaves the end in sight", async ({ list }) => {
  await list.evaluate(() => window.bench.open({ count: 10_000 }));
  for (const height of [600, 800, 600, 1000]) {
    await list.setViewportSize({ width: 760, height });
    await list.evaluate(() => window.bench.settled());
    expect(await below(list)).toBeLessThanOrEqual(STILL_PX);
  }
});

test("a growing composer leaves the end in sight, and what is read further up in its place", async ({ list }) => {
  await list.evaluate(() => window.bench.open({ count: 10_000 }));
  const grow = (page: Page, height: number) =>
    page.evaluate(async (px) => {
      const composer = document.getElementById("composer");
      if (composer) composer.style.height = `${px}px`;
      await window.bench.settled();
    }, height);
  for (const height of [240, 60]) {
    await grow(list, height);
    expect(await below(list)).toBeLessThanOrEqual(STILL_PX);
  }

  await list.evaluate(() => window.bench.jump(4_000));
  await list.evaluate(() => window.bench.settled());
  expect(await movedBy(list, (page) => grow(page, 240))).toBeLessThanOrEqual(STILL_PX);
});

test("a jump lands with the row in the middle", async ({ list }) => {
  await list.evaluate(() => window.bench.open({ count: 10_000 }));
  for (const number of [5_000, 100, 9_000, 4_321]) {
    const off = await list.evaluate(async (row) => {
      window.bench.jump(row);
      await window.bench.settled();
      const article = document.querySelector(`article[id$=":${row}"]`);
      const middle = (window.bench.top(row) ?? Number.NaN) + (article?.getBoundingClientRect().height ?? 0) / 2;
      return Math.abs(middle - window.bench.scroller().clientHeight / 2);
    }, number);
    expect(off).toBeLessThanOrEqual(STILL_PX);
  }
});

test("ten thousand rows are few elements", async ({ list }) => {
  await openInside(list);
  expect(await list.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(1_800);
});
