import { readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";
import type { Plugin } from "vite";

const compress = promisify(brotliCompress);
const TEXT = /\.(js|css|html|svg|json)$/;

/**
 * Puts beside every text file of the build what it is in Brotli, as `<name>.br`, for the edge to send as it is. Done
 * once and with all effort, it is a sixth smaller than what can be made while somebody waits.
 */
export function compressed(): Plugin {
  let out: string;
  return {
    name: "hubbub-compressed",
    apply: "build",
    configResolved({ root, build }) {
      out = resolve(root, build.outDir);
    },
    // After all files are there, the service worker too.
    async closeBundle() {
      const files = readdirSync(out, { recursive: true, encoding: "utf8" })
        .filter((path) => TEXT.test(path) && !path.startsWith(".vite/"))
        .map((path) => join(out, path));
      await Promise.all(
        files.map(async (path) => {
          await writeFile(`${path}.br`, await compress(await readFile(path)));
        }),
      );
    },
  };
}
