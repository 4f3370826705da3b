import { expect, test } from "vitest";
import { nameAgent } from "./agent";

test("browsers are told apart though each names the others", () => {
  const edge =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0 Safari/537.36 Edg/149.0";
  expect(nameAgent(edge)).toEqual({ browser: "Edge", system: "Windows", phone: false });
  const chrome =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0 Safari/537.36";
  expect(nameAgent(chrome)).toEqual({ browser: "Chrome", system: "Linux", phone: false });
  const safari =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";
  expect(nameAgent(safari)).toEqual({ browser: "Safari", system: "iPhone", phone: true });
  const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0";
  expect(nameAgent(mac)).toEqual({ browser: "Firefox", system: "macOS", phone: false });
});

test("a program without a name stays without one", () => {
  expect(nameAgent(null)).toEqual({ browser: undefined, system: undefined, phone: false });
  expect(nameAgent("hubbub-cli/1.0").browser).toBeUndefined();
});
