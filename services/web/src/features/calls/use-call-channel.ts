import { useQuery } from "@tanstack/react-query";
import { channel as fetchChannel } from "../../api/channels";
import type { Channel } from "../../api/types";
import { useChannel } from "../channels/use-channels";

/** The channel of a call. A conversation in which nothing was said yet is in nobody else's list: it is asked for. */
export function useCallChannel(id: string): Channel | undefined {
  const known = useChannel(id);
  const { data } = useQuery({
    queryKey: ["call-channel", id],
    queryFn: () => fetchChannel(id),
    enabled: known === undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return known ?? data;
}
