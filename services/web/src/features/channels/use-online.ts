import { useQuery } from "@tanstack/react-query";
import { online } from "../../api/channels";
import { keys } from "../../api/keys";
import type { Channel } from "../../api/types";
import { isDirect } from "./use-channels";

/** People come and go all the time: a count is asked for now and then, not pushed. */
const AGAIN_MS = 60_000;

/** How many members of a named channel are there; undefined until that is known. */
export function useOnline(channel: Channel): number | undefined {
  const { data } = useQuery({
    queryKey: keys.online(channel.id),
    queryFn: () => online(channel.id),
    enabled: !isDirect(channel) && channel.member_count > 1,
    staleTime: AGAIN_MS / 2,
    refetchInterval: AGAIN_MS,
    retry: false,
  });
  return data?.online;
}
