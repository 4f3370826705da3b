import type { Plugin } from "vite";

/** The screens whose files are wanted first by who comes for the chat. */
const CHAT = /src\/(routes\/(shell|channel)|cache)\.tsx$/;

interface Chunk {
  readonly type: string;
  readonly isEntry?: boolean;
  readonly moduleIds?: readonly string[];
  readonly imports?: readonly string[];
}

/** Puts public/early.js first into the page, with the names of the chat's files, which only a build knows. */
export function early(): Plugin {
  return {
    name: "hubbub-early",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const files = bundle ? chatFiles(bundle as unknown as Readonly<Record<string, Chunk>>) : [];
        const data = files.length > 0 ? { "data-chat": files.map((file) => `/${file}`).join(" ") } : {};
        return [{ tag: "script", attrs: { src: "/early.js", ...data }, injectTo: "head-prepend" }];
      },
    },
  };
}

/** What the chat imports, besides what the page itself already names. */
function chatFiles(bundle: Readonly<Record<string, Chunk>>): readonly string[] {
  const closure = (names: readonly string[]) => {
    const seen = new Set<string>();
    const visit = (name: string) => {
      if (seen.has(name)) return;
      seen.add(name);
      for (const next of bundle[name]?.imports ?? []) visit(next);
    };
    for (const name of names) visit(name);
    return seen;
  };
  const chunks = Object.entries(bundle).filter(([, chunk]) => chunk.type === "chunk");
  const named = (wanted: (chunk: Chunk) => boolean) =>
    chunks.filter(([, chunk]) => wanted(chunk)).map(([name]) => name);
  const page = closure(named((chunk) => chunk.isEntry === true));
  const chat = closure(named((chunk) => chunk.moduleIds?.some((id) => CHAT.test(id)) === true));
  if (chat.size === 0) throw new Error("the build has no chat: is it still in these files?");
  return [...chat].filter((name) => !page.has(name));
}
