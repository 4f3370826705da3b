import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[]; readonly code: string | null } | null;
}

const screens = (...paths: readonly string[]) => paths.map((path) => resolve(import.meta.dirname, "src", path));
const START = screens("main.tsx");
const SIGN = screens("routes/sign-in.tsx", "routes/sign-up.tsx");
const DOORS = screens("routes/home.tsx", "routes/invite.tsx");
const CHAT = screens("routes/shell.tsx", "routes/channel.tsx", "cache.tsx");

/** What comes right behind the chat's rows. */
const WRITING = screens("features/composer/Composer.tsx", "features/threads/ThreadDrawer.tsx");

/** The framework: every screen needs it, and it changes only when a version does. */
const CORE =
  /node_modules[\\/](react|react-dom|scheduler|@tanstack[\\/](react-router|router-core|history|store|react-store)|i18next|react-i18next|use-sync-external-store|zustand)[\\/]/;
const ICON = /lucide-react[\\/].*[\\/]icons[\\/]([\w-]+)\./;
const ICON_IMPORT = /import\s*\{([^}]*)\}\s*from\s*["']lucide-react["']/g;

const iconKey = (file: string) => `icon:${file}`;

/** The files of the icons by their names; some icons have several. */
function iconFiles(): ReadonlyMap<string, string> {
  const root = dirname(createRequire(import.meta.url).resolve("lucide-react/package.json"));
  const barrel = readFileSync(join(root, "dist/esm/lucide-react.mjs"), "utf8");
  const files = new Map<string, string>();
  for (const [, names = "", file = ""] of barrel.matchAll(/export \{([^}]*)\} from '\.\/icons\/([\w-]+)\.mjs'/g)) {
    for (const [, name = ""] of names.matchAll(/default as (\w+)/g)) files.set(name, file);
  }
  return files;
}

/** The icons that a module takes from the barrel, which itself seems to import every icon there is. */
function iconsIn(code: string | null, files: ReadonlyMap<string, string>): readonly string[] {
  const lists = [...(code ?? "").matchAll(ICON_IMPORT)].map((found) => found[1] ?? "");
  const names = lists.flatMap((list) => list.split(",").map((name) => name.trim().split(/\s/)[0] ?? ""));
  return names.flatMap((name) => files.get(name) ?? []);
}

/** These modules and all that they import at once. */
function closure(graph: Graph, roots: readonly string[], files: ReadonlyMap<string, string>): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (id: string) => {
    if (seen.has(id) || ICON.test(id)) return;
    seen.add(id);
    const module = graph.getModuleInfo(id);
    for (const icon of iconsIn(module?.code ?? null, files)) seen.add(iconKey(icon));
    for (const next of module?.importedIds ?? []) visit(next);
  };
  for (const root of roots) visit(root);
  return seen;
}

/**
 * Which file a module goes into. What is always loaded together is one file: dozens of small ones, as they come from
 * sharing modules between screens, compress worse and cost a request each. `null`: the bundler decides.
 */
export function chunkOf(): (id: string, graph: Graph) => string | null {
  let sets: Readonly<Record<"start" | "sign" | "doors" | "chat" | "writing", ReadonlySet<string>>> | undefined;
  return (id, graph) => {
    if (CORE.test(id)) return "core";
    if (!sets) {
      const files = iconFiles();
      const of = (roots: readonly string[]) => closure(graph, roots, files);
      sets = { start: of(START), sign: of(SIGN), doors: of(DOORS), chat: of(CHAT), writing: of(WRITING) };
    }
    const icon = ICON.exec(id)?.[1];
    const key = icon === undefined ? id : iconKey(icon);
    if (sets.start.has(key)) return "start";
    if (!sets.chat.has(key)) return sets.writing.has(key) ? "writing" : null;
    if (sets.sign.has(key)) return "shared";
    return sets.doors.has(key) ? "data" : "chat";
  };
}
