import { useParams } from "@tanstack/react-router";
import { Plus, Search, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { cx } from "../../ui/cx";
import { IconButton } from "../../ui/IconButton";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { AccountMenu } from "../profile/AccountMenu";
import { ariaLabel, keyLabel, useShortcut, useShortcuts } from "../shortcuts/registry";
import { useDialogs } from "../workspaces/dialogs";
import { InboxLinks } from "./InboxLinks";
import { sectionsOf } from "./order";
import { useRowMenu } from "./row-menu";
import { Section } from "./Section";
import { useMe, useMyChannels, useWorkspace } from "./use-channels";
import { useReadAll, WorkspaceMenu } from "./WorkspaceMenu";

const RowMenu = lazyPart(() => import("./RowMenu").then((part) => part.RowMenu));

export function Sidebar({ workspace, hidden }: { readonly workspace: string; readonly hidden: boolean }) {
  const { t } = useTranslation();
  const { channel: current } = useParams({ strict: false });
  const { starred, rooms, directs } = sectionsOf(useMyChannels(workspace));
  const guest = useWorkspace(workspace)?.role === "guest";
  // Who came by a guest link has this one channel, and nobody to write to alone.
  const byLink = useMe().is_guest;
  const openPalette = useShortcuts((state) => state.openPalette);
  const { open } = useDialogs.getState();
  const markAllRead = useReadAll(workspace);
  useShortcut("markAllRead", () => void markAllRead());
  const shared = { workspace, current };
  return (
    <nav
      aria-label={t("channels.navigation")}
      data-region="sidebar"
      className={cx(
        "w-full shrink-0 flex-col border-line bg-sidebar md:flex md:w-64 md:border-r",
        hidden ? "hidden" : "flex",
      )}
    >
      <header className="flex h-14 shrink-0 items-center justify-between gap-2 px-2">
        <WorkspaceMenu workspace={workspace} />
        <div className="flex items-center gap-1">
          {!guest && (
            <IconButton label={t("channels.invite")} icon={<UserPlus size={18} />} onClick={() => open("invite")} />
          )}
          <div className="md:hidden">
            <AccountMenu workspace={workspace} />
          </div>
        </div>
      </header>
      <button
        type="button"
        onClick={openPalette}
        aria-keyshortcuts={ariaLabel("palette")}
        className="mx-3 mb-2 flex h-9 shrink-0 items-center gap-2 rounded-control border border-line-strong bg-canvas px-3 text-subtle hover:bg-hover pointer-coarse:h-11"
      >
        <Search size={16} aria-hidden="true" />
        <span className="flex-1 text-left">{t("channels.jumpTo")}</span>
        <span aria-hidden="true" className="text-label pointer-coarse:hidden">
          {keyLabel("palette")}
        </span>
      </button>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-4">
        <InboxLinks workspace={workspace} />
        {starred.length > 0 && <Section {...shared} name="starred" title={t("channels.starred")} channels={starred} />}
        <Section
          {...shared}
          name="channels"
          title={t("channels.channels")}
          channels={rooms}
          empty={t("channels.noChannels")}
          action={
            !guest && (
              <IconButton label={t("channels.browse")} icon={<Plus size={16} />} onClick={() => open("browse")} />
            )
          }
        />
        {!byLink && (
          <Section
            {...shared}
            name="directs"
            title={t("channels.directs")}
            channels={directs}
            empty={t("channels.noDirects")}
            action={
              <IconButton label={t("channels.newDirect")} icon={<Plus size={16} />} onClick={() => open("direct")} />
            }
          />
        )}
      </div>
      <RowMenuHost />
    </nav>
  );
}

function RowMenuHost() {
  const { at, times } = useRowMenu();
  if (!at) return null;
  return (
    <LazyPart>
      <RowMenu key={times} at={at} />
    </LazyPart>
  );
}
