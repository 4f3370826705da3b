import { Archive, ArchiveRestore, Files, Info, LogOut, MoreHorizontal, Settings } from "lucide-react";
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
import { isDirect, useWorkspace } from "./use-channels";
import { useOwnItems } from "./use-own-items";

const EndingModals = lazyPart(() => import("./EndingModals").then((part) => part.EndingModals));

interface Props {
  readonly channel: Channel;
  readonly onDetails: (tab: DetailsName) => void;
}

/** What can be done to a conversation from its own header. */
export function HeaderMenu({ channel, onDetails }: Props) {
  const { t } = useTranslation();
  const changed = useChanged();
  const role = useWorkspace(channel.workspace_id)?.role;
  const [leaving, setLeaving] = useState<boolean>();
  const direct = isDirect(channel);
  const archived = channel.archived_at !== null;
  const own = useOwnItems(channel);
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
