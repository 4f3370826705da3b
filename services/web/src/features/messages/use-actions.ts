import { useQueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { useCallback, useMemo } from "react";
import { keys } from "../../api/keys";
import { pin, react, remove } from "../../api/messages";
import { explain } from "../../api/problem";
import type { Channel, Message } from "../../api/types";
import { copyText } from "../../clipboard";
import { useSession } from "../../session-context";
import { toast } from "../../ui/toast";
import { linkTo } from "./link-to";
import { markUnread } from "./mark-unread";
import { guessEverywhere, latest } from "./patch";
import { canReact, Reacting } from "./react";
import { untilAnswered } from "./until-answered";

let reacting: { readonly me: string; readonly engine: Reacting } | undefined;

/** What can be done to a message; every refusal is told in a toast. */
export function useMessageActions(message: Message) {
  const session = useSession();
  const cache = useQueryClient();
  const toggle = useCallback(
    (emoji: string) => {
      const now = latest(cache, message);
      if (!canReact(now, emoji)) {
        toast.error(i18next.t("errors.reaction_limit"));
        return;
      }
      if (reacting?.me !== session.me) {
        const ports = {
          send: (id: string, which: string, on: boolean) => untilAnswered(() => react(id, which, on)),
          show: (row: Message, change: (row: Message) => Message) => guessEverywhere(session.cache, row, change),
          refused: (error: unknown) => void toast.error(explain(error)),
        };
        reacting = { me: session.me, engine: new Reacting(session.me, ports) };
      }
      void reacting.engine.toggle(now, emoji);
    },
    [cache, message, session],
  );
  return useMemo(() => {
    const copy = async (text: string, done: string) => {
      if (await copyText(text)) toast.success(done);
      else toast.error(i18next.t("messages.copyFailed"));
    };
    return {
      toggle,
      copyBody: () => void copy(message.body, i18next.t("messages.copied")),
      copyLink: () => {
        const channels = cache.getQueryData<Channel[]>(keys.channels);
        const workspace = channels?.find((channel) => channel.id === message.channel_id)?.workspace_id;
        // One that I only look at is not among mine: it is the one on the screen.
        const here = location.pathname.split("/")[2] ?? "";
        void copy(linkTo(message, workspace ?? here, location.origin), i18next.t("messages.linkCopied"));
      },
      pin: async () => {
        const on = message.pinned_at === null;
        const at = new Date().toISOString();
        const show = (pinned: boolean) =>
          guessEverywhere(cache, message, (row) => ({
            ...row,
            pinned_at: pinned ? at : null,
            pinned_by: pinned ? session.me : null,
          }));
        show(on);
        try {
          await pin(message.id, on);
        } catch (error) {
          show(!on);
          toast.error(explain(error));
        }
      },
      unread: () => {
        if (message.message_no !== null) void markUnread(session, message.channel_id, message.message_no);
      },
      remove: async () => {
        try {
          await remove(message.id);
        } catch (error) {
          toast.error(explain(error));
        }
      },
    };
  }, [cache, message, session, toggle]);
}

export type MessageActions = ReturnType<typeof useMessageActions>;
