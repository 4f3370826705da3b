import { Bell, BellOff, Star } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../api/types";
import type { MenuItem } from "../../ui/Menu";
import { isMuted } from "./use-channels";
import { FOR_EVER, useOwnSide } from "./use-own-side";

/** Star and mute, in every menu of a conversation. */
export function useOwnItems(channel: Channel): MenuItem[] {
  const { t } = useTranslation();
  const side = useOwnSide();
  const muted = isMuted(channel, Date.now());
  const starred = channel.membership?.starred === true;
  return [
    {
      label: t(starred ? "channels.unstar" : "channels.star"),
      icon: <Star size={16} fill={starred ? "currentColor" : "none"} />,
      onSelect: () => void side.star(channel),
    },
    {
      label: t(muted ? "channels.unmute" : "channels.mute"),
      icon: muted ? <Bell size={16} /> : <BellOff size={16} />,
      onSelect: () => void (muted ? side.unmute(channel) : side.mute(channel, FOR_EVER)),
    },
  ];
}
