import type { Channel } from "../../api/types";

/** The channel after (or before) the open one, around the ends; with `wanted`, the next that fits. */
export function neighbour(
  ordered: readonly Channel[],
  current: string | undefined,
  step: 1 | -1,
  wanted: (channel: Channel) => boolean = () => true,
): Channel | undefined {
  const at = ordered.findIndex((channel) => channel.id === current);
  const start = at === -1 && step === -1 ? 0 : at;
  const count = ordered.length;
  for (let walked = 1; walked <= count; walked++) {
    const channel = ordered[(start + step * walked + count * 2) % count];
    if (channel && channel.id !== current && wanted(channel)) return channel;
  }
  return undefined;
}
