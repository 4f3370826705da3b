import { useQuery } from "@tanstack/react-query";
import { keys } from "../../api/keys";
import { pins } from "../../api/messages";
import type { Message } from "../../api/types";

/** How many messages are pinned; nothing is shown until it is known. */
export function usePinCount(channel: string): number {
  const { data } = useQuery<Message[]>({
    queryKey: keys.pins(channel),
    queryFn: () => pins(channel),
    retry: false,
  });
  return data?.length ?? 0;
}
