import fc from "fast-check";
import { expect, test } from "vitest";
import { user } from "../../test/factories";
import { Lookup } from "./use-user";

function manual() {
  const runs: (() => void)[] = [];
  return { schedule: (run: () => void) => void runs.push(run), run: () => runs.splice(0).forEach((one) => void one()) };
}

test("asks once for all who are wanted before the next frame", async () => {
  const asked: (readonly string[])[] = [];
  const clock = manual();
  const lookup = new Lookup(async (ids) => {
    asked.push(ids);
    return ids.map((id) => user({ id }));
  }, clock.schedule);
  const wanted = ["a", "b", "a", "c"].map((id) => lookup.user(id));
  clock.run();
  expect((await Promise.all(wanted)).map((one) => one?.id)).toEqual(["a", "b", "a", "c"]);
  expect(asked).toEqual([["a", "b", "c"]]);
});

test("asks for 200 at a time, and gives everybody their own answer", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 700 }), async (numbers) => {
      const clock = manual();
      const lookup = new Lookup(async (ids) => {
        expect(ids.length).toBeLessThanOrEqual(200);
        return ids.filter((id) => Number(id) % 3 !== 0).map((id) => user({ id }));
      }, clock.schedule);
      const answers = numbers.map((id) => lookup.user(String(id)));
      clock.run();
      const found = await Promise.all(answers);
      expect(found.map((one) => one?.id ?? null)).toEqual(numbers.map((id) => (id % 3 === 0 ? null : String(id))));
    }),
    { numRuns: 30 },
  );
});

test("tells everybody who waits when the server cannot be reached, and asks anew next time", async () => {
  let fails = true;
  const clock = manual();
  const lookup = new Lookup(async (ids) => {
    if (fails) throw new Error("offline");
    return ids.map((id) => user({ id }));
  }, clock.schedule);
  const first = [lookup.user("a"), lookup.user("a")].map((one) => one.catch(() => "failed"));
  clock.run();
  expect(await Promise.all(first)).toEqual(["failed", "failed"]);
  fails = false;
  const again = lookup.user("a");
  clock.run();
  expect((await again)?.id).toBe("a");
});
