import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import type { Channel, Me, Message, Workspace } from "../../api/types";
import { useBlocked } from "../../blocked";
import { formatNames } from "../../i18n/format";
import { lead } from "../../locks";
import { useSession } from "../../session-context";
import { isDirect, titleOf, useAllChannels } from "../channels/use-channels";
import { spoken } from "../messages/herald";
import { watchAttending } from "./attending";
import { isLookedAt, lookAt } from "./looking";
import { closeNotes, onOpen, showNote } from "./notes";
import { renew } from "./push";
import { chime } from "./sound";
import { isWanted } from "./wanted";

/** Lists change together: what was read is looked at once for all of them. */
const CLOSE_MS = 300;

/** Tells of what happens where nobody looks: one of all tabs does. Draws nothing. */
export function Notifier({ channel: open }: { readonly channel: string | undefined }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const session = useSession();
  const navigate = useNavigate();
  useEffect(() => (open === undefined ? undefined : lookAt(open)), [open]);

  useEffect(() => {
    const show = async (channel: Channel, message: Message, me: Me) => {
      const place = isDirect(channel) ? undefined : `#${titleOf(channel, me.id, formatNames)}`;
      const by = message.author.display_name;
      const said = spoken(message.body);
      await showNote({
        title: place ? t("link.notifyIn", { name: by, place }) : by,
        body: me.notifications.preview && said ? said : t("link.notifyHidden"),
        tag: channel.id,
        data: { channel: channel.id, message: message.id, path: `/w/${channel.workspace_id}/c/${channel.id}` },
        open: (href) => void navigate({ href }),
      });
      if (me.notifications.sound) chime();
    };
    return lead(`hubbub.notify:${session.me}`, () =>
      session.events.on("arrived", async ({ channel: id, messages, replayed }) => {
        if (replayed || typeof Notification === "undefined" || Notification.permission !== "granted") return;
        const me = cache.getQueryData<Me>(keys.me);
        const channel = cache.getQueryData<Channel[]>(keys.channels)?.find((one) => one.id === id);
        if (!me || !channel) return;
        const workspace = cache
          .getQueryData<Workspace[]>(keys.workspaces)
          ?.find((one) => one.id === channel.workspace_id);
        const around = { me, workspace, blocked: useBlocked.getState().users, now: Date.now() };
        const last = messages.filter((message) => isWanted(message, channel, around)).at(-1);
        if (last && !(await isLookedAt(id))) await show(channel, last, me);
      }),
    );
  }, [session, cache, navigate, t]);

  useEffect(() => watchAttending((there) => session.attend(there)), [session]);

  useEffect(() => {
    renew(session.me).catch(() => undefined);
    return onOpen((href) => void navigate({ href }));
  }, [session, navigate]);

  // What was read, here or elsewhere, is no news any more.
  const channels = useAllChannels();
  useEffect(() => {
    const read = channels.filter((channel) => channel.membership?.unread === 0).map((channel) => channel.id);
    const timer = setTimeout(() => void closeNotes(new Set(read)), CLOSE_MS);
    return () => clearTimeout(timer);
  }, [channels]);
  return null;
}
