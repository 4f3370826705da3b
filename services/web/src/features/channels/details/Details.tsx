import { X } from "lucide-react";
import { Tabs } from "radix-ui";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../../api/types";
import { formatNames } from "../../../i18n/format";
import { focusFirst, pathTo } from "../../../ui/focus";
import { IconButton } from "../../../ui/IconButton";
import { isDirect, titleOf, useMe } from "../use-channels";
import { About } from "./About";
import { Files } from "./Files";
import { Members } from "./Members";
import { Pins } from "./Pins";
import { Settings } from "./Settings";
import { type DetailsTab, tabsOf } from "./tabs";

export interface Jump {
  readonly seq: number;
  /** The root of the thread that it is in. */
  readonly thread?: string | undefined;
}

export interface DetailsProps {
  readonly channel: Channel;
  readonly tab: DetailsTab;
  readonly onTab: (tab: DetailsTab) => void;
  readonly onClose: () => void;
  /** Show a message in the list. */
  readonly onJump: (to: Jump) => void;
}

/** All about a conversation: beside it on a wide screen, over it on a narrow one. */
export function Details({ channel, tab, onTab, onClose, onJump }: DetailsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const opener = pathTo(document.activeElement);
    heading.current?.focus();
    return () => {
      // Only if the focus went down with the pane: who clicked elsewhere stays there.
      if (document.activeElement === null || document.activeElement === document.body) focusFirst(opener);
    };
  }, []);
  const tabs = useRef<HTMLDivElement>(null);
  // On a narrow screen they scroll, and an address may open one that is out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is another place to scroll to
  useEffect(() => {
    tabs.current?.querySelector('[data-state="active"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [tab]);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  const title = titleOf(channel, me.id, formatNames);
  const name = isDirect(channel) ? title : `#${title}`;
  return (
    <aside
      aria-label={t("details.of", { name })}
      data-region="details"
      onKeyDown={leave}
      className="fixed inset-0 z-20 flex flex-col border-line bg-canvas md:border-l md:left-auto md:w-96 md:shadow-float min-[68.75rem]:static min-[68.75rem]:w-90 min-[68.75rem]:shrink-0 min-[68.75rem]:shadow-none"
    >
      <header className="flex h-14 shrink-0 items-center justify-between gap-2 border-line border-b pr-3 pl-5">
        <h2 ref={heading} tabIndex={-1} className="min-w-0 truncate font-semibold text-title focus:outline-none">
          {t("details.title")} <bdi className="font-normal text-muted">{name}</bdi>
        </h2>
        <IconButton label={t("details.close")} icon={<X size={18} />} onClick={onClose} />
      </header>
      <Tabs.Root
        value={tab}
        onValueChange={(value) => onTab(value as DetailsTab)}
        className="flex min-h-0 flex-1 flex-col"
      >
        <Tabs.List
          ref={tabs}
          aria-label={t("details.of", { name })}
          className="flex shrink-0 overflow-x-auto border-line border-b px-2.5"
        >
          {tabsOf(channel).map((one) => (
            <Tabs.Trigger
              key={one}
              value={one}
              className="-mb-px min-h-10 shrink-0 border-transparent border-b-2 px-2.5 font-medium text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink pointer-coarse:min-h-11"
            >
              {t(`details.tab.${one}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Panel tab="about">
          <About channel={channel} />
        </Panel>
        <Panel tab="members">
          <Members channel={channel} />
        </Panel>
        <Panel tab="pins">
          <Pins channel={channel} onJump={onJump} />
        </Panel>
        <Panel tab="files">
          <Files channel={channel} onJump={onJump} />
        </Panel>
        <Panel tab="settings">
          <Settings channel={channel} />
        </Panel>
      </Tabs.Root>
    </aside>
  );
}

function Panel({ tab, children }: { readonly tab: DetailsTab; readonly children: React.ReactNode }) {
  return (
    <Tabs.Content
      value={tab}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 py-4 focus-visible:-outline-offset-2"
    >
      {children}
    </Tabs.Content>
  );
}
