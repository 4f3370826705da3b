// @vitest-environment jsdom
import { afterEach, expect, it } from "vitest";
import { takeEarly } from "./answers";

const SYNC = "/api/v1/sync";
const asked = (answer: Promise<Response>) => {
  window.hubbubEarly = new Map([[SYNC, answer]]);
};

afterEach(() => {
  delete window.hubbubEarly;
});

it("hands out an answer once", async () => {
  const answer = new Response("{}");
  asked(Promise.resolve(answer));
  expect(await takeEarly(SYNC, 0)).toBe(answer);
  expect(await takeEarly(SYNC, 0)).toBeUndefined();
});

it("has none for what nobody asked", async () => {
  expect(await takeEarly(SYNC, 0)).toBeUndefined();
});

it("has none that failed", async () => {
  const failed = Promise.reject(new TypeError("offline"));
  asked(failed);
  expect(await takeEarly(SYNC, 0)).toBeUndefined();
});

it("has none that is old", async () => {
  asked(Promise.resolve(new Response("{}")));
  expect(await takeEarly(SYNC, 60_000)).toBeUndefined();
});
