import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { create } from "zustand";
import { keys } from "../../api/keys";
import type { Message } from "../../api/types";
import { liveSegment, type Timeline } from "../../timeline/timeline";
import { toast } from "../../ui/toast";
import { isEditable } from "./edit-window";

interface Target {
  readonly message: string;
  /** A reply may be on the page twice, in its thread and in the channel: one of them is edited. */
  readonly inThread: boolean;
}

interface Editing {
  readonly target: Target | undefined;
  /** Had the focus when it began, and gets it back. */
  readonly opener: HTMLElement | undefined;
  start(target: Target): void;
  stop(): void;
}

export const useEditing = create<Editing>((set, get) => ({
  target: undefined,
  opener: undefined,
  start: (target) => {
    const focused = document.activeElement;
    set({ target, opener: focused instanceof HTMLElement ? focused : undefined });
  },
  stop: () => {
    const { opener } = get();
    set({ target: undefined, opener: undefined });
    // The field that has the focus goes with the next paint.
    requestAnimationFrame(() => opener?.isConnected && opener.focus());
  },
}));

/** My last message among those loaded at the end; undefined when there is none that can be edited. */
export function lastOfMine(messages: readonly Message[], me: string): Message | undefined {
  return messages.findLast((message) => message.author.id === me && !message.call && message.deleted_at === null);
}

/** Opens the editor of a message of mine, or says why not. */
export function startEditing(cache: QueryClient, message: Message, inThread: boolean): void {
  if (isEditable(cache, message)) useEditing.getState().start({ message: message.id, inThread });
  else toast.info(i18next.t("errors.edit_window_passed"));
}

/** ↑ in an empty composer: opens the editor of my last message there. False when there is none. */
export function editLast(cache: QueryClient, channel: string, root: string | null, me: string): boolean {
  const timeline = cache.getQueryData<Timeline>(root === null ? keys.timeline(channel) : keys.thread(root));
  const found = timeline && lastOfMine(liveSegment(timeline)?.messages ?? [], me);
  if (found) startEditing(cache, found, root !== null);
  return found !== undefined;
}
