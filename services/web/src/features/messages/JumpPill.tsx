import { ArrowDown, ArrowUp, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { dayOf, formatShort, formatTime } from "../../i18n/format";

const PILL =
  "flex min-h-9 items-center gap-2 rounded-full border border-line bg-raised px-4 font-semibold text-meta shadow-float pointer-coarse:min-h-11";
const PART = "min-h-9 rounded-full px-2 hover:underline pointer-coarse:min-h-11";

export interface LatestPillProps {
  /** Messages below that were not in sight yet. */
  readonly count: number;
  readonly onLatest: () => void;
  /** Back to where one was before a jump. */
  readonly onBack: (() => void) | undefined;
  readonly showsLatest: boolean;
}

/** At the foot of the list: the ways back to what is new, and to where one came from. */
export function LatestPill({ count, onLatest, onBack, showsLatest }: LatestPillProps) {
  const { t } = useTranslation();
  return (
    <div className="pointer-events-none absolute inset-x-3 bottom-3 flex flex-wrap justify-end gap-2 *:pointer-events-auto">
      {onBack && (
        <Pill onClick={onBack}>
          <Undo2 size={16} aria-hidden="true" />
          {t("messages.backToWhere")}
        </Pill>
      )}
      {showsLatest && (
        <Pill onClick={onLatest} isNew={count > 0}>
          <ArrowDown size={16} aria-hidden="true" />
          {count > 0 ? t("messages.newBelow", { count }) : t("messages.jumpToLatest")}
        </Pill>
      )}
    </div>
  );
}

interface PillProps {
  readonly onClick: () => void;
  readonly isNew?: boolean;
  readonly children: ReactNode;
}

function Pill({ onClick, isNew = false, children }: PillProps) {
  return (
    <button type="button" onClick={onClick} className={`${PILL} ${isNew ? "text-accent-ink" : ""} hover:bg-hover`}>
      {children}
    </button>
  );
}

export interface UnreadPillProps {
  readonly count: number;
  /** When the first of them came, ms since 1970; unknown until it was looked up. */
  readonly since: number | undefined;
  readonly onJump: () => void;
  readonly onRead: () => void;
}

/** At the head of the list: unread messages begin further up than what is loaded. */
export function UnreadPill({ count, since, onJump, onRead }: UnreadPillProps) {
  const { t } = useTranslation();
  const text =
    since === undefined ? t("messages.newAbove", { count }) : t("messages.newSince", { count, time: sinceText(since) });
  return (
    <div className="pointer-events-none absolute inset-x-3 top-2 flex justify-center">
      <div className={`${PILL} pointer-events-auto text-accent-ink`}>
        <ArrowUp size={16} aria-hidden="true" />
        <span>{text}</span>
        <button type="button" onClick={onJump} className={PART}>
          {t("messages.jump")}
        </button>
        <button type="button" onClick={onRead} className={PART}>
          {t("messages.markRead")}
        </button>
      </div>
    </div>
  );
}

function sinceText(at: number): string {
  return dayOf(at) === dayOf(Date.now()) ? formatTime(at) : formatShort(at);
}
