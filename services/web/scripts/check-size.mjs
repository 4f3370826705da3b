// Weighs what a build sends before the first screen, and fails when it is too much or its files go in circles. `npm run size [folder]`.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const KB = 1024;
const dist = process.argv[2] ?? "dist";

/** What a screen needs besides the entry: its modules, or the names of their files (chunks.ts), as the router loads them. */
const SCREENS = [
  { name: "sign-in", modules: ["src/routes/sign-in.tsx"], most: 130 },
  { name: "sign-up", modules: ["src/routes/sign-up.tsx"], most: 130 },
  { name: "invitation", modules: ["src/routes/invite.tsx"], most: 145 },
  { name: "channel", modules: ["chat", "writing"], most: 240, warn: 220 },
];
const MOST_CSS = 20;
const MOST_CHUNK = 85;
/** The Latin part of the font, which every page loads. */
const FONT = /inter-latin-wght-normal.*\.woff2$/;
const MOST_FONT = 48;

const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));

const weights = new Map();
function gzipped(file) {
  if (!weights.has(file)) weights.set(file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / KB);
  return weights.get(file);
}

const keyOf = (name) => (name in manifest ? name : Object.keys(manifest).find((key) => manifest[key].name === name));

/** Every file that comes with these modules: themselves and all that they import at once. */
function withImports(modules) {
  const files = new Set();
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    const chunk = manifest[key];
    if (!chunk) throw new Error(`the build has no ${key}: is it still a chunk of its own?`);
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    for (const next of chunk.imports ?? []) visit(next);
  };
  for (const name of modules) visit(keyOf(name) ?? name);
  return [...files];
}

const sum = (files, end) =>
  files.filter((file) => file.endsWith(end)).reduce((total, file) => total + gzipped(file), 0);

const lines = SCREENS.flatMap(({ name, modules, most, warn }) => {
  const files = withImports(["index.html", ...modules]);
  return [
    { what: `JS before ${name}`, is: sum(files, ".js"), most, warn },
    { what: `CSS before ${name}`, is: sum(files, ".css"), most: MOST_CSS },
  ];
});
const first = new Set(SCREENS.flatMap(({ modules }) => withImports(["index.html", ...modules])));
const assets = readdirSync(join(dist, "assets"));
const chunks = assets.map((file) => `assets/${file}`).filter((file) => file.endsWith(".js") && !first.has(file));
const heaviest = chunks.reduce((most, file) => (gzipped(file) > gzipped(most) ? file : most));
lines.push({ what: `largest later part (${heaviest})`, is: gzipped(heaviest), most: MOST_CHUNK });
for (const file of assets.filter((name) => FONT.test(name))) {
  lines.push({ what: "font", is: statSync(join(dist, "assets", file)).size / KB, most: MOST_FONT });
}

const width = Math.max(...lines.map(({ what }) => what.length));
const verdict = ({ is, most, warn }) => (is > most ? "TOO MUCH" : is > (warn ?? most) ? "near the limit" : "");
for (const line of lines) {
  const figures = `${line.is.toFixed(1).padStart(7)} KB of ${String(line.most).padStart(3)}`;
  console.log(`${line.what.padEnd(width)} ${figures}  ${verdict(line)}`.trimEnd());
}
/** A file that imports, by however many others, itself: its modules may then run before those they need. */
function cycles() {
  const reach = (key, seen = new Set()) => {
    for (const next of manifest[key]?.imports ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      reach(next, seen);
    }
    return seen;
  };
  return Object.keys(manifest).filter((key) => reach(key).has(key));
}

const circular = cycles();
if (circular.length > 0) {
  console.error(`These files of the build import each other: ${circular.join(", ")}. See chunks.ts.`);
  process.exit(1);
}
if (lines.some(({ is, most }) => is > most)) {
  console.error("The build is over its size budget.");
  process.exit(1);
}
