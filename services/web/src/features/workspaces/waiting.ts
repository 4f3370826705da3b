import type { Channel } from "../../api/types";

export interface Waiting {
  readonly unread: number;
  readonly mentions: number;
}

/** What waits in each workspace: what is muted calls only by mentions, what is archived not at all. */
export function waiting(
  channels: readonly Channel[],
  muted: (channel: Channel) => boolean,
): ReadonlyMap<string, Waiting> {
  const found = new Map<string, Waiting>();
  for (const channel of channels) {
    const membership = channel.membership;
    if (!membership || channel.archived_at !== null) continue;
    const unread = muted(channel) ? membership.mentions : membership.unread;
    if (unread === 0 && membership.mentions === 0) continue;
    const before = found.get(channel.workspace_id) ?? { unread: 0, mentions: 0 };
    found.set(channel.workspace_id, {
      unread: before.unread + unread,
      mentions: before.mentions + membership.mentions,
    });
  }
  return found;
}
