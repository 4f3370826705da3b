import { useTranslation } from "react-i18next";
import type { Channel } from "../../api/types";
import { EmojiText } from "../../emoji/EmojiText";
import { formatAgo } from "../../i18n/format";
import { useShownStatus } from "../presence/shown";
import { othersOf, useMe } from "./use-channels";

/** In the header of a direct conversation: whether the other is there, and what they say about it. */
export function DirectLine({ channel }: { readonly channel: Channel }) {
  const me = useMe();
  const [other, second] = othersOf(channel, me.id);
  if (!other || second) return <span className="flex-1" />;
  return <One user={other.id} />;
}

function One({ user }: { readonly user: string }) {
  const { t } = useTranslation();
  const { status, now } = useShownStatus(user);
  const presence = status?.presence ?? "offline";
  const seen = status?.last_seen_at ?? null;
  const there =
    presence === "offline" && seen !== null
      ? t("people.lastSeen", { ago: formatAgo(Date.parse(seen), now) })
      : t(`people.presence.${presence}`);
  return (
    <p className="min-w-0 flex-1 truncate px-1 text-meta text-muted">
      {there}
      {(status?.emoji || status?.text) && (
        <span className="max-sm:hidden">
          {" · "}
          {status.emoji !== null && <EmojiText emoji={status.emoji} />} <bdi>{status.text}</bdi>
        </span>
      )}
    </p>
  );
}
