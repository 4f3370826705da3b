import { ChevronDown, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../api/types";
import { ChannelRow } from "./ChannelRow";
import { type SectionName, useSections } from "./sections";
import { isMuted } from "./use-channels";

export interface SectionProps {
  readonly name: SectionName;
  readonly title: string;
  readonly channels: readonly Channel[];
  readonly workspace: string;
  /** The open channel: shown even when the section is folded. */
  readonly current: string | undefined;
  readonly action?: ReactNode;
  readonly empty?: string;
}

/** A part of the sidebar that can be folded; what is unread, or open, stays in sight. */
export function Section({ name, title, channels, workspace, current, action, empty }: SectionProps) {
  const { t } = useTranslation();
  const folded = useSections((state) => state.collapsed.has(name));
  const toggle = useSections((state) => state.toggle);
  const now = Date.now();
  const shown = folded ? channels.filter((one) => one.id === current || calls(one, now)) : channels;
  const Chevron = folded ? ChevronRight : ChevronDown;
  return (
    <section aria-label={title} className="mt-3">
      <header className="flex h-8 items-center justify-between pr-2 pl-2">
        <h2 className="min-w-0">
          <button
            type="button"
            onClick={() => toggle(name)}
            aria-expanded={!folded}
            className="flex min-h-7 max-w-full items-center gap-1 rounded-control px-1 font-semibold text-label text-subtle hover:bg-hover hover:text-ink pointer-coarse:min-h-11"
          >
            <Chevron size={14} aria-hidden="true" />
            <span className="truncate">{title}</span>
          </button>
        </h2>
        {action}
      </header>
      {channels.length === 0 && empty !== undefined && !folded && (
        <p className="px-4 py-1 text-meta text-subtle">{empty}</p>
      )}
      {shown.length > 0 && (
        <ul aria-label={title}>
          {shown.map((channel) => (
            <li key={channel.id} className="group relative">
              <ChannelRow channel={channel} workspace={workspace} />
            </li>
          ))}
        </ul>
      )}
      {folded && shown.length < channels.length && (
        <p className="sr-only">{t("channels.folded", { count: channels.length - shown.length })}</p>
      )}
    </section>
  );
}

/** Whether something in it waits for me. */
function calls(channel: Channel, now: number): boolean {
  const membership = channel.membership;
  if (!membership) return false;
  return membership.mentions > 0 || (membership.unread > 0 && !isMuted(channel, now));
}
