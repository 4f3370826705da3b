import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { build, preview } from "vite";

/** Serves the list's own page, built as the product is; it is never part of the product's build. */
export const test = base.extend<{ readonly list: Page }, { readonly stage: string }>({
  stage: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first parameter
    async ({}, use) => {
      const outDir = await mkdtemp(join(tmpdir(), "hubbub-list-"));
      const plan = {
        configFile: false as const,
        root: import.meta.dirname,
        logLevel: "warn" as const,
        plugins: [react(), tailwindcss()],
        build: {
          outDir,
          target: "es2022",
          rollupOptions: { input: join(import.meta.dirname, "list.html") },
        },
      };
      await build(plan);
      const server = await preview({ ...plan, preview: { port: 0, host: "127.0.0.1" } });
      await use(`${server.resolvedUrls?.local[0] ?? ""}list.html`);
      await server.close();
      await rm(outDir, { recursive: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],
  list: async ({ page, stage }, use) => {
    await page.setViewportSize({ width: 760, height: 800 });
    await page.goto(stage);
    await page.waitForFunction(() => window.bench !== undefined);
    await use(page);
  },
});

export { expect };
