import { defineConfig } from "@playwright/test";

/** Only with these does Chromium keep to itself, and run where there is neither a screen nor a sandbox. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A camera and a microphone that are made up, allowed without asking, and ways to the other browser on this machine. */
const FAKES = [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--disable-features=WebRtcHideLocalIpsWithMdns",
  "--allow-loopback-in-peer-connection",
  "--autoplay-policy=no-user-gesture-required",
];

const CHROMIUM = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** The whole suite runs, in order; else whatever was chosen, and nothing with it. */
const whole = process.env["HUBBUB_E2E_WHOLE"] !== undefined;
const inCi = process.env["CI"] !== undefined;
/** Calls want a microphone and a camera that are not there. */
const MEDIA = /\/calls\.spec\.ts$/;
/** Specs that kill parts of the cluster, or count what it holds. */
const ALONE = /\/(talk|kill)\.spec\.ts$/;

/**
 * Walks through the client on a real cluster. The machine's own Chromium runs them; nothing is downloaded.
 * Some need the cluster to themselves, because everybody on it would feel them: they come last.
 */
export default defineConfig({
  testDir: "test/e2e",
  outputDir: process.env["HUBBUB_E2E_RESULTS"] ?? "node_modules/.cache/e2e",
  fullyParallel: true,
  forbidOnly: inCi,
  // Each that passes only later is named at the end.
  retries: inCi ? 2 : 0,
  workers: 2,
  timeout: 60_000,
  // Generous: a busy machine is slow, and a condition that is met ends the wait anyway.
  expect: { timeout: 15_000 },
  reporter: [["./test/e2e/reporter.ts"]],
  use: {
    viewport: { width: 1360, height: 850 },
    actionTimeout: 15_000,
    trace: "on-first-retry",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: CHROMIUM,
      args: FLAGS,
    },
  },
  projects: [
    // The list alone on a page of its own: no cluster, nobody signs in.
    { name: "list", testDir: "test/bench", testMatch: "*.spec.ts" },
    // Figures to read, never to pass or fail: started by hand.
    { name: "bench", testDir: "test/bench", testMatch: "*.bench.ts" },
    { name: "calm", testIgnore: [ALONE, MEDIA], ...(whole ? { teardown: "alone" } : {}) },
    {
      name: "media",
      testMatch: MEDIA,
      use: { launchOptions: { executablePath: CHROMIUM, args: [...FLAGS, ...FAKES] } },
    },
    { name: "alone", testMatch: ALONE, workers: 1 },
    // Pictures to look at, of every screen: started by hand.
    {
      name: "looks",
      testDir: "test/looks",
      expect: { timeout: 8_000 },
      use: {
        actionTimeout: 8_000,
        screenshot: "off",
        launchOptions: { executablePath: CHROMIUM, args: [...FLAGS, ...FAKES] },
      },
    },
  ],
});
