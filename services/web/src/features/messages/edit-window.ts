import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../../api/keys";
import type { Message } from "../../api/types";

/** Whether a message of one's own is young enough to be edited, where the installation asks for that. */
export function isEditable(cache: QueryClient, message: Message, now = Date.now()): boolean {
  const seconds = cache.getQueryData<number | null>(keys.editWindow) ?? null;
  return seconds === null || now <= Date.parse(message.created_at) + seconds * 1_000;
}
