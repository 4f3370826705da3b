import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../../session-context";
import { useLink } from "../../socket/link";

/** Short interruptions are nobody's business. */
const PATIENCE_MS = 2_000;
const BACK_MS = 2_000;

/** Says that the connection is lost, when it will be tried again, and that it is back. */
export function LinkBanner() {
  const { t } = useTranslation();
  const session = useSession();
  const { status, lostAt } = useLink();
  const [now, setNow] = useState(() => Date.now());
  const [backUntil, setBackUntil] = useState(0);
  const [shown, setShown] = useState(false);
  const lost = lostAt !== null && now - lostAt > PATIENCE_MS;
  useEffect(() => {
    if (lostAt === null && now > backUntil) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [lostAt, now, backUntil]);
  useEffect(() => {
    if (lost) setShown(true);
    else if (shown && lostAt === null) {
      setShown(false);
      setBackUntil(Date.now() + BACK_MS);
    }
  }, [lost, lostAt, shown]);
  if (!lost)
    return now < backUntil ? (
      <p className="bg-hover px-4 py-1.5 text-center text-meta text-ok">{t("app.backOnline")}</p>
    ) : null;
  const seconds = status.name === "waiting" ? Math.max(0, Math.ceil((status.until - now) / 1_000)) : 0;
  return (
    <div role="status" className="flex items-center justify-center gap-3 bg-mention px-4 py-1.5 text-ink text-meta">
      {status.name === "offline"
        ? t("app.offline")
        : seconds > 0
          ? t("app.reconnectingIn", { count: seconds })
          : t("app.reconnecting")}
      <button type="button" className="font-semibold underline" onClick={() => session.connection.connectNow()}>
        {t("app.tryNow")}
      </button>
    </div>
  );
}
