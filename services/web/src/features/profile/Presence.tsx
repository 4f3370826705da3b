import { useTranslation } from "react-i18next";
import { EmojiText } from "../../emoji/EmojiText";
import { formatAgo, formatShort } from "../../i18n/format";
import { Dot } from "../presence/Dot";
import { useShownStatus } from "../presence/shown";

/** Whether somebody is there, since when not, and what they say about it. */
export function Presence({ user }: { readonly user: string }) {
  const { t } = useTranslation();
  const { status, now } = useShownStatus(user);
  const presence = status?.presence ?? "offline";
  const seen = status?.last_seen_at ?? null;
  return (
    <div className="flex flex-col gap-1">
      {(status?.text || status?.emoji) && (
        <p className="flex gap-2">
          {status.emoji !== null && (
            <span>
              <EmojiText emoji={status.emoji} />
            </span>
          )}
          <bdi className="min-w-0 flex-1">{status.text}</bdi>
        </p>
      )}
      {status?.expires_at && (status.text || status.emoji) && (
        <p className="text-label text-subtle">
          {t("profile.until", { time: formatShort(Date.parse(status.expires_at)) })}
        </p>
      )}
      <p className="flex items-center gap-2 text-meta text-muted">
        <span aria-hidden="true" className="grid">
          <Dot user={user} />
        </span>
        {presence === "offline" && seen !== null
          ? t("people.lastSeen", { ago: formatAgo(Date.parse(seen), now) })
          : t(`people.presence.${presence}`)}
      </p>
    </div>
  );
}
