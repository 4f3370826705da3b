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

/** The whole suite runs, in order; else whatever was chosen, and nothing with it. */
const whole = process.env["HUBBUB_E2E_WHOLE"] !== undefined;
const inCi = process.env["CI"] !== undefined;
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
  retries: inCi ? 1 : 0,
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
      executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
      args: FLAGS,
    },
  },
  projects: [
    // The list alone on a page of its own: no cluster, nobody signs in.
    { name: "list", testDir: "test/bench", testMatch: "*.spec.ts" },
    // Figures to read, never to pass or fail: started by hand.
    { name: "bench", testDir: "test/bench", testMatch: "*.bench.ts" },
    { name: "calm", testIgnore: ALONE, ...(whole ? { teardown: "alone" } : {}) },
    { name: "alone", testMatch: ALONE, workers: 1 },
  ],
});
