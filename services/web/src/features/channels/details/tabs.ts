import type { Channel } from "../../../api/types";
import { isDirect } from "../use-channels";

const ALL = ["about", "members", "pins", "files", "settings"] as const;
export type DetailsTab = (typeof ALL)[number];

/** A direct conversation has nothing to set. */
export function tabsOf(channel: Channel): readonly DetailsTab[] {
  return isDirect(channel) ? ALL.filter((tab) => tab !== "settings") : ALL;
}

/** What the address asks for; undefined when nothing is open, and the first one when it is not known. */
export function tabOf(channel: Channel, details: string | undefined): DetailsTab | undefined {
  if (details === undefined) return undefined;
  return tabsOf(channel).find((tab) => tab === details) ?? "about";
}
