// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { Pending } from "../timeline/pending";
import { isBusy } from "./busy";

const entry = (state: Pending["state"]) => ({ state }) as Pending;

test("a reload waits for a text that is being written, and for what is on its way", () => {
  const field = document.createElement("textarea");
  expect(isBusy(field, [])).toBe(false);
  field.value = "half a sent";
  expect(isBusy(field, [])).toBe(true);
  expect(isBusy(document.createElement("button"), [entry("uploading")])).toBe(true);
});

test("what only waits in the outbox is on the disk, and keeps nobody from reloading", () => {
  expect(isBusy(null, [entry("queued"), entry("accepted"), entry("failed")])).toBe(false);
});
