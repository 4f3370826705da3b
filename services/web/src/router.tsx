import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { safeNext } from "./features/auth/next";
import { moreTexts } from "./i18n";
import { lastWorkspace } from "./last-workspace";
import { NotFound } from "./routes/not-found";
import { Root } from "./routes/root";

// Each screen is a chunk of its own: signing in does not load the chat, nor the other way round.
const cached = (load: () => Promise<ComponentType>) =>
  lazyRouteComponent(async () => {
    const [screen, { withCache }] = await Promise.all([load(), import("./cache")]);
    return { default: withCache(screen) };
  });
/** With the texts of parts that are opened later. */
const later = (load: () => Promise<ComponentType>) =>
  lazyRouteComponent(() => Promise.all([load(), moreTexts()]).then(([screen]) => ({ default: screen })));
const loadShell = () => import("./routes/shell");
const loadChannel = () => import("./routes/channel");
const loadHome = () => import("./routes/home");
const loadSignIn = () => import("./routes/sign-in");
const loadSignUp = () => import("./routes/sign-up");
const loadForgot = () => import("./routes/forgot");
const loadReset = () => import("./routes/reset");
const loadGuest = () => import("./routes/guest");
const loadInvite = () => import("./routes/invite");
const Home = cached(() => loadHome().then((screens) => screens.HomeScreen));
const SignIn = lazyRouteComponent(loadSignIn, "SignInScreen");
const SignUp = lazyRouteComponent(loadSignUp, "SignUpScreen");
const Forgot = later(() => loadForgot().then((screens) => screens.ForgotScreen));
const Reset = later(() => loadReset().then((screens) => screens.ResetScreen));
const GuestDoor = cached(() => Promise.all([loadGuest(), moreTexts()]).then(([screens]) => screens.GuestScreen));
const Invite = cached(() => loadInvite().then((screens) => screens.InviteScreen));
const Shell = cached(() => loadShell().then((screens) => screens.Shell));
const WorkspaceHome = lazyRouteComponent(loadShell, "WorkspaceHome");
const Channel = lazyRouteComponent(loadChannel, "ChannelScreen");
const Settings = later(() => import("./routes/settings").then((screens) => screens.SettingsScreen));
const Mentions = later(() => import("./routes/inboxes").then((screens) => screens.MentionsScreen));
const SearchResults = later(() => import("./routes/search").then((screens) => screens.SearchResultsScreen));
const Threads = later(() => import("./routes/inboxes").then((screens) => screens.ThreadsScreen));

/** Fetches what the first screen is made of, while the texts are still being read. What fails here is told when drawn. */
export async function hurry(path: string): Promise<void> {
  await Promise.all(firstParts(path)).catch(() => undefined);
}

function firstParts(path: string): readonly Promise<unknown>[] {
  if (path === "/sign-in") return [loadSignIn()];
  if (path === "/sign-up") return [loadSignUp()];
  if (path === "/forgot") return [moreTexts(), loadForgot()];
  if (path === "/reset") return [moreTexts(), loadReset()];
  const cache = import("./cache");
  if (path.startsWith("/g/")) return [cache, moreTexts(), loadGuest()];
  if (path.startsWith("/invite/")) return [cache, loadInvite()];
  if (path.startsWith("/w/") || lastWorkspace() !== undefined) return [cache, loadShell(), loadChannel()];
  return [cache, loadHome()];
}

export interface ChannelSearch {
  /** The root whose thread is open beside. */
  readonly thread?: string;
  /** The seq to be shown. */
  readonly at?: number;
  /** The seq of the reply to be shown in the thread. */
  readonly reply?: number;
  /** The side sheet: about, members, pins, files or settings. */
  readonly details?: string;
}

export interface ResultsSearch {
  /** What is asked. */
  readonly q?: string;
  readonly sort?: "relevance" | "newest";
}

export interface NextSearch {
  /** Where to go after signing in; a path of ours. */
  readonly next?: string;
}

const seq = (value: unknown) => {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
};
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const root = createRootRoute({ component: Root, notFoundComponent: NotFound });

// What is not valid is named as well: what the address says would show through otherwise.
const next = (search: Record<string, unknown>) => ({ next: safeNext(search["next"]) }) as NextSearch;

const home = createRoute({ getParentRoute: () => root, path: "/", component: Home });
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: SignIn,
  validateSearch: next,
});
const signUp = createRoute({
  getParentRoute: () => root,
  path: "/sign-up",
  component: SignUp,
  validateSearch: next,
});
const forgot = createRoute({ getParentRoute: () => root, path: "/forgot", component: Forgot });
const reset = createRoute({ getParentRoute: () => root, path: "/reset", component: Reset });
const guest = createRoute({ getParentRoute: () => root, path: "/g/$code", component: GuestDoor });
const invite = createRoute({ getParentRoute: () => root, path: "/invite/$code", component: Invite });
const shell = createRoute({ getParentRoute: () => root, path: "/w/$workspace", component: Shell });
const workspaceHome = createRoute({ getParentRoute: () => shell, path: "/", component: WorkspaceHome });
const channel = createRoute({
  getParentRoute: () => shell,
  path: "/c/$channel",
  component: Channel,
  validateSearch: (search): ChannelSearch => {
    return {
      thread: text(search["thread"]),
      at: seq(search["at"]),
      reply: seq(search["reply"]),
      details: text(search["details"]),
    } as ChannelSearch;
  },
});

const mentions = createRoute({ getParentRoute: () => shell, path: "/mentions", component: Mentions });
const threads = createRoute({ getParentRoute: () => shell, path: "/threads", component: Threads });
const results = createRoute({
  getParentRoute: () => shell,
  path: "/search",
  component: SearchResults,
  validateSearch: (search): ResultsSearch =>
    // A number in an address is a text here.
    ({
      q: search["q"] === undefined ? undefined : String(search["q"]),
      sort: search["sort"] === "newest" ? "newest" : undefined,
    }) as ResultsSearch,
});
const settings = createRoute({ getParentRoute: () => shell, path: "/settings/$tab", component: Settings });

const tree = root.addChildren([
  home,
  signIn,
  signUp,
  forgot,
  reset,
  guest,
  invite,
  shell.addChildren([workspaceHome, mentions, threads, results, settings, channel]),
]);

export function createAppRouter() {
  return createRouter({ routeTree: tree, defaultPreload: "intent" });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
