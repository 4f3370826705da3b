import type { Plugin } from "vite";

/** The files of the first screen (chunks.ts). */
const FIRST = new Set(["core", "start", "shared", "data", "chat"]);
const HINT = "//# allFunctionsCalledOnLoad";

/**
 * Most of what the first screen comes with is run at once. Where the first line says so, Chromium compiles all of a file
 * beside the page while it is still coming, and not piece by piece, on the page's own thread, when it is called.
 */
export function eager(): Plugin {
  return {
    name: "hubbub-eager",
    apply: "build",
    enforce: "post",
    outputOptions: (options) => ({ ...options, postBanner: ({ name }) => (FIRST.has(name) ? HINT : "") }),
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== "chunk" || !FIRST.has(chunk.name)) continue;
          // Vite's list of files comes above the banner. The two change places, so that the source maps stay right.
          const [first = "", second, ...rest] = chunk.code.split("\n");
          if (second === HINT) chunk.code = [second, first, ...rest].join("\n");
          if (!chunk.code.startsWith(`${HINT}\n`)) throw new Error(`${chunk.fileName} does not begin with its hint`);
        }
      },
    },
  };
}
