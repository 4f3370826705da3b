import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { chunkOf } from "./chunks.ts";
import { compressed } from "./compress-plugin.ts";
import { eager } from "./eager-plugin.ts";
import { early } from "./early-plugin.ts";
import { emojiData } from "./emoji-plugin.ts";
import { serviceWorker } from "./sw-plugin.ts";

/** Where `make up` serves. */
const EDGE = process.env["HUBBUB_EDGE_URL"] ?? "http://localhost:8080";

export default defineConfig({
  plugins: [react(), tailwindcss(), emojiData(), early(), eager(), serviceWorker(), compressed()],
  define: { __VERSION__: JSON.stringify(process.env["npm_package_version"] ?? "0.0.0") },
  build: {
    target: "es2022",
    // A small font as `data:` would need a hole in the CSP.
    assetsInlineLimit: 0,
    manifest: true,
    sourcemap: true,
    rolldownOptions: {
      output: {
        codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: chunkOf(), debugName: "by screen" }] },
      },
    },
  },
  server: {
    // The API's own origin: the server refuses others.
    proxy: Object.fromEntries(
      ["/api", "/ws", "/sse", "/.well-known"].map((path) => [
        path,
        { target: EDGE, ws: path === "/ws", headers: { origin: EDGE } },
      ]),
    ),
  },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["test/setup.ts"],
    environment: "node",
  },
});
