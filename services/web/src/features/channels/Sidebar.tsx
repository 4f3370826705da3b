import { Hash, Plus, Search, UserPlus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../api/types";
import { cx } from "../../ui/cx";
import { IconButton } from "../../ui/IconButton";
import { useShortcuts } from "../shortcuts/registry";
import { BrowseChannels } from "./BrowseChannels";
import { ChannelRow } from "./ChannelRow";
import { InvitePeople } from "./InvitePeople";
import { NewConversation } from "./NewConversation";
import { isDirect, useMyChannels, useWorkspaces } from "./use-channels";

type Open = "browse" | "dm" | "invite" | undefined;

export function Sidebar({ workspace, hidden }: { readonly workspace: string; readonly hidden: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open>();
  const channels = useMyChannels(workspace);
  const name = useWorkspaces().find((one) => one.id === workspace)?.name ?? "";
  const openPalette = useShortcuts((state) => state.openPalette);
  const starred = channels.filter((channel) => channel.membership?.starred);
  const rooms = channels.filter((channel) => !isDirect(channel) && !channel.membership?.starred);
  const directs = channels.filter((channel) => isDirect(channel) && !channel.membership?.starred).sort(byActivity);
  return (
    <nav
      aria-label={t("channels.navigation")}
      className={cx(
        "w-full shrink-0 flex-col border-line border-r bg-sidebar md:flex md:w-64",
        hidden ? "hidden" : "flex",
      )}
    >
      <header className="flex h-14 items-center justify-between gap-2 px-4">
        <h1 className="truncate font-bold text-title">{name}</h1>
        <IconButton label={t("channels.invite")} icon={<UserPlus size={18} />} onClick={() => setOpen("invite")} />
      </header>
      <button
        type="button"
        onClick={openPalette}
        className="mx-3 mb-2 flex h-9 items-center gap-2 rounded-control border border-line-strong bg-canvas px-3 text-subtle hover:bg-hover"
      >
        <Search size={16} />
        <span className="flex-1 text-left">{t("channels.jumpTo")}</span>
        <kbd className="font-sans text-label">Ctrl K</kbd>
      </button>
      <div className="min-h-0 flex-1 overflow-y-auto pb-4">
        {starred.length > 0 && <Section title={t("channels.starred")} channels={starred} workspace={workspace} />}
        <Section
          title={t("channels.channels")}
          channels={rooms}
          workspace={workspace}
          action={
            <IconButton label={t("channels.browse")} icon={<Plus size={16} />} onClick={() => setOpen("browse")} />
          }
          empty={t("channels.noChannels")}
        />
        <Section
          title={t("channels.directs")}
          channels={directs}
          workspace={workspace}
          action={
            <IconButton label={t("channels.newDirect")} icon={<Plus size={16} />} onClick={() => setOpen("dm")} />
          }
          empty={t("channels.noDirects")}
        />
      </div>
      <BrowseChannels
        workspace={workspace}
        open={open === "browse"}
        onOpenChange={(on) => setOpen(on ? "browse" : undefined)}
      />
      <NewConversation
        workspace={workspace}
        open={open === "dm"}
        onOpenChange={(on) => setOpen(on ? "dm" : undefined)}
      />
      <InvitePeople
        workspace={workspace}
        open={open === "invite"}
        onOpenChange={(on) => setOpen(on ? "invite" : undefined)}
      />
    </nav>
  );
}

function byActivity(a: Channel, b: Channel): number {
  return (b.last_message_at ?? "").localeCompare(a.last_message_at ?? "") || b.id.localeCompare(a.id);
}

interface SectionProps {
  readonly title: string;
  readonly channels: readonly Channel[];
  readonly workspace: string;
  readonly action?: ReactNode;
  readonly empty?: string;
}

function Section({ title, channels, workspace, action, empty }: SectionProps) {
  return (
    <section aria-label={title} className="mt-3">
      <header className="flex h-8 items-center justify-between pr-2 pl-4">
        <h2 className="flex items-center gap-1 font-semibold text-label text-subtle">{title}</h2>
        {action}
      </header>
      {channels.length === 0 && empty !== undefined && (
        <p className="flex items-center gap-2 px-4 py-1 text-meta text-subtle">
          <Hash size={14} aria-hidden="true" />
          {empty}
        </p>
      )}
      <ul>
        {channels.map((channel) => (
          <li key={channel.id}>
            <ChannelRow channel={channel} workspace={workspace} />
          </li>
        ))}
      </ul>
    </section>
  );
}
