import { type QueryClient, useQueries, useQuery } from "@tanstack/react-query";
import { call } from "./client";
import { keys } from "./keys";
import type { User } from "./types";

/** The server answers this many ids at once. */
const MOST = 200;

interface Waiting {
  resolve(user: User | null): void;
  reject(error: unknown): void;
}

type Fetch = (ids: readonly string[]) => Promise<readonly User[]>;

/**
 * Names for ids that arrive one by one (who reacts, who types, who has read): whatever is asked for before the next
 * frame goes in one request. Those that the server leaves out are nobody one may see: null.
 */
export class Lookup {
  private waiting = new Map<string, Waiting[]>();

  constructor(
    private readonly fetch: Fetch,
    private readonly schedule: (run: () => void) => void,
  ) {}

  user(id: string): Promise<User | null> {
    return new Promise((resolve, reject) => {
      const others = this.waiting.get(id);
      if (others) {
        others.push({ resolve, reject });
        return;
      }
      if (this.waiting.size === 0) this.schedule(() => this.flush());
      this.waiting.set(id, [{ resolve, reject }]);
    });
  }

  private flush(): void {
    const asked = [...this.waiting];
    this.waiting = new Map();
    for (let from = 0; from < asked.length; from += MOST) void this.ask(asked.slice(from, from + MOST));
  }

  private async ask(asked: readonly (readonly [string, readonly Waiting[]])[]): Promise<void> {
    try {
      const users = await this.fetch(asked.map(([id]) => id));
      const byId = new Map(users.map((user) => [user.id, user]));
      for (const [id, waiting] of asked) for (const one of waiting) one.resolve(byId.get(id) ?? null);
    } catch (error) {
      for (const [, waiting] of asked) for (const one of waiting) one.reject(error);
    }
  }
}

const FRAME_MS = 16;

const lookup = new Lookup(
  (ids) => call<{ data: User[] }>("POST", "/users/lookup", { body: { ids } }).then((page) => page.data),
  // A timer and not a frame: a hidden tab gets no frames.
  (run) => setTimeout(run, FRAME_MS),
);

const query = (id: string) => ({
  queryKey: keys.user(id),
  queryFn: () => lookup.user(id),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Somebody of whom only the id is known; undefined until the name is here, and when one may not see them. */
export function useUser(id: string): User | undefined {
  return useQuery<User | null>(query(id)).data ?? undefined;
}

export function useUsers(ids: readonly string[]): readonly (User | undefined)[] {
  return useQueries({ queries: ids.map(query) }).map((one) => (one.data as User | null | undefined) ?? undefined);
}

/** Somebody who came along with something else, as they are now: what is old may show a name or a picture of then. */
export function useNewest(user: User): User {
  return useQuery<User | null>({ ...query(user.id), enabled: false }).data ?? user;
}

/** People who came along with something else (an author, a reader): their names need not be asked for. */
export function rememberUsers(cache: QueryClient, users: readonly User[]): void {
  for (const user of users) {
    if (cache.getQueryData(keys.user(user.id)) == null) cache.setQueryData<User>(keys.user(user.id), user);
  }
}
