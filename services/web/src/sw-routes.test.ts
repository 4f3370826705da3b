import { expect, test } from "vitest";
import { oldNames, routeOf } from "./sw-routes";

const ORIGIN = "https://chat.example";
const known = new Set(["/index.html", "/assets/app-1a2b.js"]);
const route = (path: string, mode = "cors", method = "GET") =>
  routeOf({ method, mode, url: new URL(path, ORIGIN).href }, ORIGIN, known);

test("screens are answered with the page of the build", () => {
  for (const path of ["/", "/w/1/c/2?thread=3", "/invite/abc", "/sign-in?next=%2F"]) {
    expect(route(path, "navigate")).toBe("shell");
  }
});

test("the API, sockets, stored files and pages that are not ours go to the network, also when navigated to", () => {
  for (const mode of ["cors", "navigate", "no-cors"]) {
    for (const path of [
      "/api/v1/sync",
      "/api/docs",
      "/ws",
      "/sse?positions=%5B%5D",
      "/.well-known/jwks.json",
      "/hubbub/files/1?X-Amz-Signature=x",
    ]) {
      expect(route(path, mode)).toBe("network");
    }
  }
  expect(route("https://elsewhere.example/assets/app-1a2b.js")).toBe("network");
});

test("only what is asked for exactly comes from the build", () => {
  expect(route("/assets/app-1a2b.js")).toBe("build");
  expect(route("/assets/app-1a2b.js", "cors", "POST")).toBe("network");
  expect(route("/assets/app-0000.js")).toBe("network");
  expect(route("/emoji/en.json")).toBe("later");
});

test("caches of older builds go, those of others stay", () => {
  expect(oldNames(["hubbub-1", "hubbub-2", "hubbub-later", "other"], "hubbub-2", "hubbub-later")).toEqual(["hubbub-1"]);
});
