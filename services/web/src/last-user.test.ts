// @vitest-environment jsdom
import "fake-indexeddb/auto";
import { openDB } from "idb";
import { beforeEach, expect, test, vi } from "vitest";
import { forgetUser, lastUser, rememberUser, wipe } from "./last-user";

const disks = async () => (await indexedDB.databases()).map((disk) => disk.name).sort();

beforeEach(async () => {
  localStorage.clear();
  for (const name of ["hubbub-maya", "hubbub-ben", "another-app"]) (await openDB(name, 1)).close();
});

test("whoever signs in finds nothing of other people, and all of what is their own", async () => {
  rememberUser("maya");
  expect(lastUser()).toBe("maya");
  await vi.waitFor(async () => expect(await disks()).toEqual(["another-app", "hubbub-maya"]));
});

test("also when the others were signed out before", async () => {
  localStorage.setItem("hubbub.user", "ben");
  forgetUser();
  rememberUser("maya");
  await vi.waitFor(async () => expect(await disks()).toEqual(["another-app", "hubbub-maya"]));
});

test("the same person's disk is left alone", async () => {
  localStorage.setItem("hubbub.user", "maya");
  rememberUser("maya");
  expect(await disks()).toContain("hubbub-ben");
  await wipe("ben");
  expect(await disks()).toEqual(["another-app", "hubbub-maya"]);
});
