import { resolve } from "node:path";

interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[]; readonly code: string | null } | null;
}

const screens = (...paths: readonly string[]) => paths.map((path) => resolve(import.meta.dirname, "src", path));
const START = screens("main.tsx");
const SIGN = screens("routes/sign-in.tsx", "routes/sign-up.tsx");
const DOORS = screens("routes/home.tsx", "routes/invite.tsx");
const CHAT = screens("routes/shell.tsx", "routes/channel.tsx", "cache.tsx");

/** The framework: every screen needs it, and it changes only when a version does. */
const CORE =
  /node_modules[\\/](react|react-dom|scheduler|@tanstack[\\/](react-router|router-core|history|store|react-store)|i18next|react-i18next|use-sync-external-store|zustand)[\\/]/;
const ICON = /lucide-react[\\/].*[\\/]icons[\\/]([\w-]+)\./;
const ICON_IMPORT = /import\s*\{([^}]*)\}\s*from\s*["']lucide-react["']/g;

const iconKey = (file: string) => `icon:${file}`;
/** `ArchiveRestore` is in `archive-restore`. */
const kebab = (name: string) =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1-$2")
    .replace(/([A-Za-z])(\d)/g, "$1-$2")
    .toLowerCase();

/** The names of icons that a module takes from the barrel, which itself seems to import every icon there is. */
function iconsIn(code: string | null): readonly string[] {
  const lists = [...(code ?? "").matchAll(ICON_IMPORT)].map((found) => found[1] ?? "");
  return lists.flatMap((list) => list.split(",").map((name) => kebab(name.trim().split(/\s/)[0] ?? "")));
}

/** These modules and all that they import at once. */
function closure(graph: Graph, roots: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (id: string) => {
    if (seen.has(id) || ICON.test(id)) return;
    seen.add(id);
    const module = graph.getModuleInfo(id);
    for (const icon of iconsIn(module?.code ?? null)) seen.add(iconKey(icon));
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
  let sets: Readonly<Record<"start" | "sign" | "doors" | "chat", ReadonlySet<string>>> | undefined;
  return (id, graph) => {
    if (CORE.test(id)) return "core";
    sets ??= {
      start: closure(graph, START),
      sign: closure(graph, SIGN),
      doors: closure(graph, DOORS),
      chat: closure(graph, CHAT),
    };
    const icon = ICON.exec(id)?.[1];
    const key = icon === undefined ? id : iconKey(icon);
    if (sets.start.has(key)) return "start";
    if (!sets.chat.has(key)) return null;
    if (sets.sign.has(key)) return "shared";
    return sets.doors.has(key) ? "data" : "chat";
  };
}
