import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../../api/types";
import { useOutbox } from "../../outbox/sender";
import { useSession } from "../../session-context";
import { useLink } from "../../socket/link";
import { useAnnouncer } from "../../ui/Announcer";
import { Herald, spoken } from "./herald";
import type { Place } from "./use-timeline";

/** Without a link for this long, it is worth an interruption. */
const LOST_MS = 10_000;

/** Reads out what others write in the place that is open. */
export function useAnnouncements({ channel, root }: Place): void {
  const { t } = useTranslation();
  const session = useSession();
  const say = useAnnouncer((state) => state.say);
  useEffect(() => {
    const herald = new Herald<Message>((messages) => {
      const [only] = messages;
      if (messages.length !== 1 || !only) return say(t("messages.announceMany", { count: messages.length }));
      const text = spoken(only.body) || t("messages.announceFile");
      say(t("messages.announce", { name: only.author.display_name, text }));
    });
    const stop = session.events.on("arrived", (news) => {
      if (news.channel !== channel) return;
      const here = (one: Message) => (root === null ? one.message_no !== null : one.parent_id === root);
      herald.tell(news.messages.filter(here));
    });
    return () => {
      stop();
      herald.stop();
    };
  }, [session, channel, root, say, t]);
}

/** Interrupts for the two things that one must not miss: a message that was not sent, and no link for long. */
export function useAlarms(): void {
  const { t } = useTranslation();
  const say = useAnnouncer((state) => state.say);
  const failed = useOutbox((state) => state.entries.filter((entry) => entry.state === "failed").length);
  const told = useRef(failed);
  useEffect(() => {
    if (failed > told.current) say(t("messages.announceFailed"), true);
    told.current = failed;
  }, [failed, say, t]);
  const lostAt = useLink((state) => state.lostAt);
  useEffect(() => {
    if (lostAt === null) return;
    const timer = setTimeout(() => say(t("messages.announceOffline"), true), lostAt + LOST_MS - Date.now());
    return () => clearTimeout(timer);
  }, [lostAt, say, t]);
}
