import type { Channel } from "../../api/types";
import { isDirect } from "./use-channels";

export interface Sections {
  readonly starred: readonly Channel[];
  readonly rooms: readonly Channel[];
  readonly directs: readonly Channel[];
}

/** The sections of the sidebar. `channels` are sorted by name; what is archived is found by browsing. */
export function sectionsOf(all: readonly Channel[]): Sections {
  const channels = all.filter((channel) => channel.archived_at === null);
  const starred = channels.filter((channel) => channel.membership?.starred);
  const others = channels.filter((channel) => !channel.membership?.starred);
  return {
    // Rooms by name, then people by when one last spoke with them, as further down.
    starred: [...starred.filter((channel) => !isDirect(channel)), ...starred.filter(isDirect).sort(byActivity)],
    rooms: others.filter((channel) => !isDirect(channel)),
    directs: others.filter(isDirect).sort(byActivity),
  };
}

/** From top to bottom as the sidebar draws them: the order in which keys go from one to the next. */
export function inOrder(channels: readonly Channel[]): readonly Channel[] {
  const { starred, rooms, directs } = sectionsOf(channels);
  return [...starred, ...rooms, ...directs];
}

function byActivity(a: Channel, b: Channel): number {
  return (b.last_message_at ?? "").localeCompare(a.last_message_at ?? "") || b.id.localeCompare(a.id);
}
