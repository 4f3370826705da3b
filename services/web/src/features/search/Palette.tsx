import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Hash, Lock, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { formatNames } from "../../i18n/format";
import { isDirect, titleOf, useMe, useMyChannels } from "../channels/use-channels";
import { useShortcuts } from "../shortcuts/registry";

/** Ctrl+K: jump to any conversation. */
export function Palette({ workspace }: { readonly workspace: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { palette, setPalette } = useShortcuts();
  const channels = useMyChannels(workspace);
  const go = (channel: string) => {
    setPalette(false);
    void navigate({ to: "/w/$workspace/c/$channel", params: { workspace, channel } });
  };
  return (
    <Command.Dialog
      open={palette}
      onOpenChange={setPalette}
      label={t("channels.jumpTo")}
      overlayClassName="fixed inset-0 z-40 bg-black/45"
      contentClassName="fixed top-[12vh] left-1/2 z-40 w-[calc(100vw-24px)] max-w-lg -translate-x-1/2 overflow-hidden rounded-dialog border border-line bg-raised shadow-float"
    >
      <Command.Input
        placeholder={t("channels.jumpTo")}
        className="h-12 w-full border-line border-b bg-transparent px-4 outline-none"
      />
      <Command.List className="max-h-96 overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-muted">{t("channels.nothingFound")}</Command.Empty>
        {channels.map((channel) => {
          const title = titleOf(channel, me.id, formatNames);
          const Icon = isDirect(channel) ? Users : channel.kind === "private" ? Lock : Hash;
          return (
            <Command.Item
              key={channel.id}
              value={`${title} ${channel.id}`}
              keywords={channel.members.map((member) => member.handle)}
              onSelect={() => go(channel.id)}
              className="flex min-h-10 cursor-default items-center gap-2.5 rounded-control px-3 data-[selected=true]:bg-hover"
            >
              <Icon size={16} aria-hidden="true" className="text-muted" />
              <bdi className="truncate">{title}</bdi>
            </Command.Item>
          );
        })}
      </Command.List>
    </Command.Dialog>
  );
}
