import { Bell, BellOff, Star } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Channel, Membership } from "../../../api/types";
import { Button } from "../../../ui/Button";
import { Menu } from "../../../ui/Menu";
import { Select } from "../../../ui/Select";
import { muteGroups } from "../mute";
import { isMuted } from "../use-channels";
import { useOwnSide } from "../use-own-side";

const LEVELS: readonly Membership["notify"][] = ["default", "all", "mentions", "none"];

/** What I alone see and hear of it. */
export function OwnSide({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  const side = useOwnSide();
  const membership = channel.membership;
  if (!membership) return null;
  const muted = isMuted(channel, Date.now());
  return (
    <section aria-label={t("details.forMe")} className="flex flex-col gap-3">
      <h3 className="font-semibold text-label text-subtle">{t("details.forMe")}</h3>
      <div className="flex flex-wrap gap-2">
        <Button aria-pressed={membership.starred} onClick={() => void side.star(channel)}>
          <Star size={16} aria-hidden="true" fill={membership.starred ? "currentColor" : "none"} />
          {t(membership.starred ? "channels.unstar" : "channels.star")}
        </Button>
        {muted ? (
          <Button onClick={() => void side.unmute(channel)}>
            <BellOff size={16} aria-hidden="true" />
            {t("channels.unmute")}
          </Button>
        ) : (
          <Menu
            align="start"
            trigger={
              <Button>
                <Bell size={16} aria-hidden="true" />
                {t("channels.mute")}
              </Button>
            }
            groups={muteGroups(t, Date.now(), (until) => void side.mute(channel, until))}
          />
        )}
      </div>
      <Select
        label={t("details.notify.label")}
        value={membership.notify}
        options={LEVELS.map((value) => ({ value, label: t(`details.notify.${value}`) }))}
        onChange={(notify) => void side.change(channel, { notify })}
      />
    </section>
  );
}
