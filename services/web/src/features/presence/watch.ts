import type { Status } from "../../api/types";
import type { Connection } from "../../socket/connection";
import { usePresence } from "./presence";

/** The server takes this many; those looked at longest ago are let go. */
export const MOST_WATCHED = 500;
const GATHER_MS = 200;

/** Whose presence is wanted: gathered as rows are drawn, told to the server together, told again after a reconnect. */
export class Watch {
  private wanted = new Set<string>();
  private told = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly connection: () => Connection) {}

  add(users: Iterable<string>): void {
    for (const user of users) {
      this.wanted.delete(user);
      this.wanted.add(user);
    }
    this.timer ??= setTimeout(() => this.tell(), GATHER_MS);
  }

  /** A new socket knows nothing of what the last one was told. */
  again(): void {
    this.told = "";
    this.timer ??= setTimeout(() => this.tell(), 0);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private tell(): void {
    this.timer = undefined;
    this.wanted = new Set([...this.wanted].slice(-MOST_WATCHED));
    const list = [...this.wanted].sort();
    const key = list.join();
    if (key === this.told || list.length === 0) return;
    this.told = key;
    this.connection()
      .command("presence.watch", { user_ids: list })
      .then(
        (data) => usePresence.getState().merge((data as { users: Record<string, Status> }).users),
        // The connection went: `again` comes with the next one.
        () => {
          this.told = "";
        },
      );
  }
}
