import { Phone, PhoneMissed } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Message } from "../../api/types";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { useChannel, useMe } from "../channels/use-channels";
import { isActive, useCall } from "./store";

export interface CallLineProps {
  readonly message: Message;
  readonly call: NonNullable<Message["call"]>;
}

/** What a channel keeps of a call that is over, and the way to the next one. */
export function CallLine({ message, call }: CallLineProps) {
  const { t } = useTranslation();
  const me = useMe();
  const channel = useChannel(message.channel_id);
  const calls = useCall((state) => state.calls);
  const busy = useCall((state) => isActive(state.own));
  const missed = call.missed.includes(me.id);
  const Icon = call.outcome === "talked" ? Phone : PhoneMissed;
  const may = calls !== undefined && channel?.membership != null && channel.archived_at === null;
  return (
    <div className="mt-0.5 flex w-fit max-w-full flex-wrap items-center gap-x-3 gap-y-1 rounded-menu border border-line bg-raised py-1.5 pr-1.5 pl-3">
      <Icon
        size={16}
        aria-hidden="true"
        className={cx("shrink-0", call.outcome === "talked" ? "text-muted" : "text-danger")}
      />
      <span className={cx("font-medium", missed && "text-danger")}>
        {missed ? t("calls.line.missed") : t(`calls.line.${call.outcome}`)}
      </span>
      {call.outcome === "talked" && (
        <span className="text-meta text-muted">
          {t("calls.line.length", { count: minutesOf(call) })} · {t("calls.line.people", { count: call.people.length })}
        </span>
      )}
      {may && (
        <Button disabled={busy} onClick={() => calls.start(channel, false)} className="min-h-8 px-2.5 text-meta">
          {missed ? t("calls.line.callBack") : t("calls.callAgain")}
        </Button>
      )}
    </div>
  );
}

/** Minutes that were begun. */
function minutesOf({ started_at, ended_at }: { readonly started_at: string; readonly ended_at: string }): number {
  return Math.max(0, Math.floor((Date.parse(ended_at) - Date.parse(started_at)) / 60_000)) + 1;
}
