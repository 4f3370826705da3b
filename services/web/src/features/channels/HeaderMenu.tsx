import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  Files,
  Info,
  LogOut,
  MoreHorizontal,
  Settings,
  Star,
} from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { archiveChannel } from "../../api/channels";
import { may } from "../../api/permissions";
import type { Channel } from "../../api/types";
import { IconButton } from "../../ui/IconButton";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { Menu, type MenuItem } from "../../ui/Menu";
import { attempt } from "../../use-task";
import type { DetailsName } from "./ChannelHeader";
import { useChanged } from "./use-changed";
import { isDirect, isMuted, useWorkspace } from "./use-channels";
import { FOR_EVER, useOwnSide } from "./use-own-side";

const EndingModals = lazyPart(() => import("./EndingModals").then((part) => part.EndingModals));

interface Props {
  readonly channel: Channel;
  readonly onDetails: (tab: DetailsName) => void;
}

/** What can be done to a conversation from its own header. */
export function HeaderMenu({ channel, onDetails }: Props) {
  const { t } = useTranslation();
  const side = useOwnSide();
  const changed = useChanged();
  const role = useWorkspace(channel.workspace_id)?.role;
  const [leaving, setLeaving] = useState<boolean>();
  const direct = isDirect(channel);
  const muted = isMuted(channel, Date.now());
  const starred = channel.membership?.starred === true;
  const archived = channel.archived_at !== null;
  const own: MenuItem[] = [
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
  const looks: MenuItem[] = [
    { label: t("channels.details"), icon: <Info size={16} />, onSelect: () => onDetails("about") },
    { label: t("channels.files"), icon: <Files size={16} />, onSelect: () => onDetails("files") },
    ...(direct
      ? []
      : [{ label: t("channels.settings"), icon: <Settings size={16} />, onSelect: () => onDetails("settings") }]),
  ];
  const ending: MenuItem[] = direct
    ? []
    : [
        ...(may(channel, role, "archive")
          ? [
              {
                label: t(archived ? "channels.unarchive" : "channels.archive"),
                icon: archived ? <ArchiveRestore size={16} /> : <Archive size={16} />,
                onSelect: () => void attempt(archiveChannel(channel.id, !archived).then(changed)),
              },
            ]
          : []),
        { label: t("channels.leave"), icon: <LogOut size={16} />, onSelect: () => setLeaving(true) },
      ];
  return (
    <>
      <Menu
        trigger={<IconButton label={t("app.more")} icon={<MoreHorizontal size={18} />} />}
        groups={[looks, own, ending]}
      />
      {leaving !== undefined && (
        <LazyPart>
          <EndingModals channel={channel} asking={leaving ? "leave" : undefined} onDone={() => setLeaving(false)} />
        </LazyPart>
      )}
    </>
  );
}
