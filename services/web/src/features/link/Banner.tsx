import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../../session-context";
import { useLink } from "../../socket/link";
import { BACK_MS, noticeOf } from "./notice";

const STEP_MS = 500;

/** Says that the connection is lost, when it will be tried again, why it is not, and that it is back. */
export function LinkBanner() {
  const { t } = useTranslation();
  const { connection } = useSession();
  const link = useLink();
  const [now, setNow] = useState(() => Date.now());
  const [backAt, setBackAt] = useState<number>();
  const [wasShown, setWasShown] = useState(false);
  const notice = noticeOf(link, backAt, Math.max(now, link.lostAt ?? 0));
  const isLost = notice.kind === "lost" || notice.kind === "offline";
  useEffect(() => {
    if (isLost) setWasShown(true);
    else if (wasShown && link.lostAt === null) {
      setWasShown(false);
      setBackAt(Date.now());
      setNow(Date.now());
    }
  }, [isLost, wasShown, link.lostAt]);
  const ticks = link.lostAt !== null || (backAt !== undefined && now - backAt < BACK_MS);
  useEffect(() => {
    if (!ticks) return;
    const timer = setInterval(() => setNow(Date.now()), STEP_MS);
    return () => clearInterval(timer);
  }, [ticks]);
  switch (notice.kind) {
    case "none":
      return null;
    case "back":
      return (
        <p role="status" className="bg-hover px-4 py-1.5 text-center text-meta text-ok">
          {notice.caughtUp > 0 ? t("link.backWithNew", { count: notice.caughtUp }) : t("app.backOnline")}
        </p>
      );
    case "offline":
      return (
        <Strip does={t("app.tryNow")} onDo={() => connection.connectNow()}>
          {t("app.offline")}
        </Strip>
      );
    case "lost":
      return (
        <Strip does={t("app.tryNow")} onDo={() => connection.connectNow()}>
          {notice.seconds > 0 ? t("app.reconnectingIn", { count: notice.seconds }) : t("app.reconnecting")}
        </Strip>
      );
    case "replaced":
      return (
        <Strip does={t("link.useHere")} onDo={() => connection.start()}>
          {t("link.replaced")}
        </Strip>
      );
    case "outdated":
      return (
        <Strip does={t("link.reload")} onDo={() => location.reload()}>
          {t("link.outdated")}
        </Strip>
      );
  }
}

interface StripProps {
  readonly does: string;
  readonly onDo: () => void;
  readonly children: ReactNode;
}

function Strip({ does, onDo, children }: StripProps) {
  return (
    <div className="flex items-center justify-center gap-3 bg-mention px-4 py-1 text-ink text-meta">
      {/* The seconds go down too often to be read out. */}
      <p aria-live="off">{children}</p>
      <button
        type="button"
        className="min-h-7 shrink-0 px-1 font-semibold underline pointer-coarse:min-h-11"
        onClick={onDo}
      >
        {does}
      </button>
    </div>
  );
}
