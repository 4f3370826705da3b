import type { QueryClient } from "@tanstack/react-query";
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { ChannelScreen } from "./routes/channel";
import { HomeScreen } from "./routes/home";
import { InviteScreen } from "./routes/invite";
import { NotFound } from "./routes/not-found";
import { Root } from "./routes/root";
import { Shell, WorkspaceHome } from "./routes/shell";
import { SignInScreen } from "./routes/sign-in";
import { SignUpScreen } from "./routes/sign-up";

export interface ChannelSearch {
  /** The root whose thread is open beside. */
  readonly thread?: string;
  /** The seq to be shown. */
  readonly at?: number;
  /** The side sheet: about, members, pins, files or settings. */
  readonly details?: string;
}

export interface NextSearch {
  /** Where to go after signing in; a path of ours. */
  readonly next?: string;
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const some = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });

const next = (search: Record<string, unknown>): NextSearch => {
  const path = text(search["next"]);
  // Only a path of this origin: `//elsewhere` is another host.
  return path !== undefined && /^\/(?!\/)/.test(path) ? { next: path } : {};
};

const home = createRoute({ getParentRoute: () => root, path: "/", component: HomeScreen });
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: SignInScreen,
  validateSearch: next,
});
const signUp = createRoute({
  getParentRoute: () => root,
  path: "/sign-up",
  component: SignUpScreen,
  validateSearch: next,
});
const invite = createRoute({ getParentRoute: () => root, path: "/invite/$code", component: InviteScreen });
const shell = createRoute({ getParentRoute: () => root, path: "/w/$workspace", component: Shell });
const workspaceHome = createRoute({ getParentRoute: () => shell, path: "/", component: WorkspaceHome });
const channel = createRoute({
  getParentRoute: () => shell,
  path: "/c/$channel",
  component: ChannelScreen,
  validateSearch: (search): ChannelSearch => {
    const at = Number(search["at"]);
    return some({
      thread: text(search["thread"]),
      at: Number.isSafeInteger(at) && at > 0 ? at : undefined,
      details: text(search["details"]),
    }) as ChannelSearch;
  },
});

const tree = root.addChildren([home, signIn, signUp, invite, shell.addChildren([workspaceHome, channel])]);

export function createAppRouter(cache: QueryClient) {
  return createRouter({ routeTree: tree, defaultPreload: "intent", context: { cache } as never });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
