import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatTime } from "../../i18n/format";
import { useSession } from "../../session-context";
import { useLink } from "../../socket/link";
import type { Status } from "../../socket/link-types";
import { Dialog } from "../../ui/Dialog";
import { useLinkStatus } from "./link-status";

const MEASURE_MS = 2_000;

/** How the link is, for whoever wants to know: carrier, round trip, what the last resume brought. */
export function LinkStatus() {
  const { t } = useTranslation();
  const { shown, close } = useLinkStatus();
  const { status, resumedAt, caughtUp, gapsFilled } = useLink();
  const latency = useLatency(shown);
  const facts = [
    [t("link.state"), t(`link.${wordOf(status)}`)],
    [t("link.latency"), latency === undefined ? t("link.unmeasured") : t("link.milliseconds", { count: latency })],
    [t("link.lastResume"), resumedAt === null ? t("link.unmeasured") : formatTime(resumedAt)],
    [t("link.caughtUp"), t("link.caughtUpCount", { count: caughtUp })],
    [t("link.gapsFilled"), String(gapsFilled)],
  ] as const;
  return (
    <Dialog open={shown} onOpenChange={(open) => open || close()} title={t("link.status")}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

function wordOf(status: Status): "live" | "liveEvents" | "connecting" | "waiting" | "offline" {
  switch (status.name) {
    case "live":
    case "probing":
      return status.carrier === "socket" ? "live" : "liveEvents";
    case "waiting":
      return "waiting";
    case "connecting":
    case "identifying":
      return "connecting";
    default:
      return "offline";
  }
}

function useLatency(active: boolean): number | undefined {
  const { connection } = useSession();
  const [latency, setLatency] = useState<number>();
  useEffect(() => {
    if (!active) return;
    const measure = () =>
      connection.latency().then(setLatency, () => {
        setLatency(undefined);
      });
    void measure();
    const timer = setInterval(measure, MEASURE_MS);
    return () => clearInterval(timer);
  }, [active, connection]);
  return latency;
}
