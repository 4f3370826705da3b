import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../api/keys";
import { type At, history, type Loaded, replies } from "../api/messages";
import type { Session } from "../session";
import { emptyTimeline, insertPage, type Timeline } from "./timeline";

/** Where a place's pages come from, and how they enter the cache. */
export class Source {
  readonly key: readonly string[];

  constructor(
    private readonly channel: string,
    private readonly root: string | null,
    private readonly session: Session,
  ) {
    this.key = root === null ? keys.timeline(channel) : keys.thread(root);
  }

  load(at: At, signal?: AbortSignal): Promise<Loaded> {
    return this.root === null ? history(this.channel, at, signal) : replies(this.root, at, signal);
  }

  /** What the disk holds of a channel from the last visit. */
  async restore(): Promise<Timeline | undefined> {
    return this.root === null ? this.session.restore(this.channel) : undefined;
  }

  /** The first pages, or pages that replace what can no longer be true. */
  begin(known: Timeline | undefined, pages: readonly Loaded[]): Timeline {
    const epoch = pages[0]?.epoch ?? 0;
    const head = Math.min(...pages.map((page) => page.headSeq));
    const valid = known && !known.stale && known.epoch === epoch ? known : emptyTimeline(epoch, head);
    const joined = pages.filter((page) => page.epoch === epoch).reduce<Timeline>(insertPage, valid);
    // A thread names its channel: that is how events find it.
    const named = this.root === null ? joined : { ...joined, channel: this.channel };
    return this.session.realtime.settle(this.channel, this.root, named, head);
  }

  /** One more page. What was applied while it was under way is played on top of it. */
  put(cache: QueryClient, page: Loaded, insert: (known: Timeline) => Timeline): void {
    cache.setQueryData<Timeline>(this.key, (known) =>
      known && !known.stale && known.epoch === page.epoch
        ? this.session.realtime.settle(this.channel, this.root, insert(known), page.headSeq)
        : known,
    );
  }
}
