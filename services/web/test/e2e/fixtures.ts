import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import type { Channel, Workspace } from "../../src/api/types";
import { baseUrl } from "./cluster";
import { type ChannelWishes, newChannel, newWorkspace, Person, unique } from "./people";

export interface Looks {
  readonly locale?: "en" | "zh";
  readonly theme?: "light" | "dark";
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Prepares the page before anything is loaded, such as `routeWebSocket`. */
  readonly before?: (page: Page) => Promise<void>;
}

export interface Team<People> {
  readonly people: People;
  readonly workspace: Workspace;
  /** A channel with all of them in it, and nothing said yet. */
  readonly channel: Channel;
}

/** What a test may ask for. Everything it makes is its own: tests share the cluster and nothing else. */
export class World {
  private readonly contexts: BrowserContext[] = [];
  private readonly allowed: RegExp[] = [];
  private readonly faults: string[] = [];

  constructor(private readonly newContext: (looks: Looks) => Promise<BrowserContext>) {}

  /** A person with an account. */
  person(name = "Maya Chen"): Promise<Person> {
    return Person.create(name);
  }

  /** People of these names in a workspace, with a channel for all of them; the first one owns both. */
  async team<const Names extends readonly [string, ...string[]]>(
    ...names: Names
  ): Promise<Team<{ readonly [N in keyof Names]: Person }>> {
    const people = await Promise.all(names.map((name) => Person.create(name)));
    const [owner, ...others] = people as [Person, ...Person[]];
    const workspace = await newWorkspace(unique("Team"), owner, others);
    const channel = await newChannel(workspace.id, owner, { members: people });
    return { people: people as { readonly [N in keyof Names]: Person }, workspace, channel };
  }

  /** One more channel. */
  channel(workspace: Workspace, owner: Person, wishes: ChannelWishes = {}): Promise<Channel> {
    return newChannel(workspace.id, owner, wishes);
  }

  /** A browser of its own in which nobody is signed in. */
  async stranger(path = "/", looks: Looks = {}): Promise<Page> {
    // Whoever is not signed in is told so by the server, and the browser notes that.
    this.allow(/status of 401/);
    const page = await this.page(await this.context(looks));
    await looks.before?.(page);
    await page.goto(path);
    return page;
  }

  /** A browser of its own in which the person is signed in, at `path`. */
  async at(person: Person, path: string, looks: Looks = {}): Promise<Page> {
    const { locale = "en", theme = "light" } = looks;
    await person.patch("/users/me", { locale: locale === "zh" ? "zh-CN" : "en", theme });
    const context = await this.context(looks);
    await context.addCookies(await person.signIn());
    const page = await this.page(context);
    await looks.before?.(page);
    await page.goto(path);
    return page;
  }

  /** A browser of its own in which the person looks at a channel and is connected. */
  async inChannel(person: Person, channel: Channel, looks: Looks = {}): Promise<Page> {
    const page = await this.at(person, channelPath(channel), looks);
    await untilLive(page);
    return page;
  }

  /** One more tab of the same browser. */
  async tab(page: Page): Promise<Page> {
    const tab = await this.page(page.context());
    await tab.goto(page.url());
    return tab;
  }

  /** What this test provokes on purpose may stand in the console. */
  allow(...patterns: readonly RegExp[]): void {
    this.allowed.push(...patterns);
  }

  /** Nothing was said in any console that the test did not expect: no errors, no violations of the CSP. */
  complaints(): string[] {
    return this.faults.filter((fault) => !this.allowed.some((pattern) => pattern.test(fault)));
  }

  async close(): Promise<void> {
    await Promise.all(this.contexts.map((context) => context.close()));
  }

  private async context(looks: Looks): Promise<BrowserContext> {
    const context = await this.newContext(looks);
    this.contexts.push(context);
    const { locale = "en", theme = "light" } = looks;
    await context.addInitScript(
      (chosen) => {
        // The browser's own pages, such as those about errors, have no storage.
        if (location.origin === "null") return;
        localStorage.setItem("hubbub.theme", chosen.theme);
        localStorage.setItem("hubbub.language", chosen.locale);
      },
      { locale, theme },
    );
    return context;
  }

  private async page(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.on("pageerror", (error) => this.faults.push(`uncaught: ${error.stack ?? error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") this.faults.push(`${message.text()} (${message.location().url})`);
    });
    return page;
  }
}

export const test = base.extend<{ readonly world: World }>({
  world: async ({ browser, contextOptions, viewport }, use) => {
    const world = new World(({ locale = "en", theme = "light", viewport: wished }) =>
      browser.newContext({
        ...contextOptions,
        baseURL: baseUrl(),
        locale: locale === "zh" ? "zh-CN" : "en-US",
        colorScheme: theme,
        viewport: wished ?? viewport,
      }),
    );
    await use(world);
    const complaints = world.complaints();
    await world.close();
    expect(complaints, "the consoles of all pages").toEqual([]);
  },
});

export function channelPath(channel: Channel): string {
  return `/w/${channel.workspace_id}/c/${channel.id}`;
}

/** Waits until the page is connected and has caught up. */
export async function untilLive(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-link", "live");
}

export { expect };
