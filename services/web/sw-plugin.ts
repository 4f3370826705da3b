import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Plugin, ResolvedConfig } from "vite";
import { build as bundle } from "vite";

/** Not needed offline: maps, packed copies, the older font formats, Vite's own files, and what is kept when it is first wanted. */
const LEFT_OUT = /\.(map|br)$|\.(ttf|woff)$|^\.vite\/|^emoji\//;

/**
 * Builds the service worker into `/sw.js` with the list of all files of the build in it. Its version is a hash of their
 * names and contents, so that it changes exactly when the build does.
 */
export function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "hubbub-service-worker",
    apply: "build",
    enforce: "post",
    configResolved(resolved) {
      config = resolved;
    },
    async writeBundle({ dir }) {
      const out = dir ?? config.build.outDir;
      const files = readdirSync(out, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(out, join(entry.parentPath, entry.name)))
        .filter((path) => !LEFT_OUT.test(path) && path !== "sw.js")
        .sort();
      const hash = createHash("sha256");
      for (const path of files) hash.update(path).update(readFileSync(join(out, path)));
      const build = {
        version: hash.digest("hex").slice(0, 16),
        files: files.map((path) => (path === "index.html" ? "/" : `/${path}`)),
      };
      await bundle({
        configFile: false,
        logLevel: "warn",
        define: { __BUILD__: JSON.stringify(build) },
        build: {
          outDir: out,
          emptyOutDir: false,
          copyPublicDir: false,
          target: "es2022",
          rolldownOptions: {
            input: join(config.root, "src/sw.ts"),
            output: { entryFileNames: "sw.js", format: "iife" },
          },
        },
      });
    },
  };
}
