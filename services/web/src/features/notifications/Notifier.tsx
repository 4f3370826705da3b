import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import type { Channel, Me, Message } from "../../api/types";
import { formatNames } from "../../i18n/format";
import { lead } from "../../locks";
import { useSession } from "../../session-context";
import { isDirect, titleOf, useAllChannels } from "../channels/use-channels";
import { spoken } from "../messages/herald";
import { isLookedAt, lookAt } from "./looking";
import { chime } from "./sound";
import { isWanted } from "./wanted";

/** By channel: a newer one takes the place of the one before. */
const shown = new Map<string, Notification>();

/** Tells of what happens where nobody looks: one of all tabs does. Draws nothing. */
export function Notifier({ channel: open }: { readonly channel: string | undefined }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const session = useSession();
  const navigate = useNavigate();
  useEffect(() => (open === undefined ? undefined : lookAt(open)), [open]);

  useEffect(() => {
    const show = (channel: Channel, message: Message, me: Me) => {
      const place = isDirect(channel) ? undefined : `#${titleOf(channel, me.id, formatNames)}`;
      const by = message.author.display_name;
      const said = spoken(message.body);
      const notification = new Notification(place ? t("link.notifyIn", { name: by, place }) : by, {
        body: me.notifications.preview && said ? said : t("link.notifyHidden"),
        tag: channel.id,
        icon: "/icons/hubbub.svg",
        silent: true,
      });
      notification.onclick = () => {
        window.focus();
        notification.close();
        const params = { workspace: channel.workspace_id, channel: channel.id };
        void navigate({ to: "/w/$workspace/c/$channel", params });
      };
      shown.set(channel.id, notification);
      if (me.notifications.sound) chime();
    };
    return lead(`hubbub.notify:${session.me}`, () =>
      session.events.on("arrived", async ({ channel: id, messages, replayed }) => {
        if (replayed || typeof Notification === "undefined" || Notification.permission !== "granted") return;
        const me = cache.getQueryData<Me>(keys.me);
        const channel = cache.getQueryData<Channel[]>(keys.channels)?.find((one) => one.id === id);
        if (!me || !channel) return;
        const last = messages.filter((message) => isWanted(message, channel, me, Date.now())).at(-1);
        if (last && !(await isLookedAt(id))) show(channel, last, me);
      }),
    );
  }, [session, cache, navigate, t]);

  // What was read, here or elsewhere, is no news any more.
  const channels = useAllChannels();
  useEffect(() => {
    for (const { id, membership } of channels) {
      if (membership?.unread !== 0) continue;
      shown.get(id)?.close();
      shown.delete(id);
    }
  }, [channels]);
  return null;
}
