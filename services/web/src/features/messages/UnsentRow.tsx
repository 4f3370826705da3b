import { Clock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { explainCode } from "../../api/problem";
import { formatFull, formatShort, formatTime } from "../../i18n/format";
import { Markdown } from "../../markdown/Markdown";
import { isStale } from "../../outbox/outbox";
import { useSession } from "../../session-context";
import { useLink } from "../../socket/link";
import type { Pending } from "../../timeline/pending";
import { type Row, rowId } from "../../timeline/rows";
import { Avatar } from "../../ui/Avatar";
import { cx } from "../../ui/cx";
import { useNow } from "../../ui/use-now";
import { useMe } from "../channels/use-channels";
import { UnsentFiles } from "./UnsentFiles";

/** My own message on its way: there in the frame in which it was sent, and in its place until the server has it. */
export function UnsentRow({ row }: { readonly row: Row }) {
  const me = useMe();
  const entry = row.pending;
  if (!entry) return null;
  return (
    <div className={cx("flex gap-3 px-5", row.head ? "compact:pt-1 pt-2.5 pb-0.5" : "compact:py-0 py-0.5")}>
      {row.head ? (
        <Avatar name={me.display_name} url={me.avatar_url} className="mt-0.5" />
      ) : (
        <span className="w-9 shrink-0" />
      )}
      <div className="min-w-0 max-w-[980px] flex-1">
        <p className={row.head ? "flex items-baseline gap-2" : "sr-only"}>
          <bdi id={`${rowId(row.key)}-who`} className="truncate font-semibold text-accent-ink">
            {me.display_name}
          </bdi>
          <time
            id={`${rowId(row.key)}-when`}
            dateTime={new Date(row.at).toISOString()}
            title={formatFull(row.at)}
            className="shrink-0 text-label text-subtle tabular-nums"
          >
            {formatTime(row.at)}
          </time>
        </p>
        <div className={entry.state === "failed" ? undefined : "opacity-60"}>
          {entry.body !== "" && <Markdown body={entry.body} />}
        </div>
        {entry.files.length > 0 && <UnsentFiles entry={entry} />}
        <State entry={entry} />
      </div>
      <Waiting entry={entry} />
    </div>
  );
}

function Waiting({ entry }: { readonly entry: Pending }) {
  const { t } = useTranslation();
  if (entry.state === "failed" || isStale(entry, Date.now())) return null;
  return <Clock size={14} role="img" aria-label={t("messages.sending")} className="late mt-1.5 shrink-0 text-subtle" />;
}

/** Why it is not sent yet, and what can be done about it. */
function State({ entry }: { readonly entry: Pending }) {
  const { t } = useTranslation();
  const isAway = useLink((link) => link.lostAt !== null);
  const waits = entry.state === "queued" && (entry.code === "slow_mode" || entry.code === "rate_limited");
  // A countdown, or the day after which it asks first.
  const now = useNow(waits ? 1_000 : entry.state === "queued" ? 60_000 : undefined);
  const { sender } = useSession();
  if (entry.state === "failed") {
    return (
      <p className="flex flex-wrap items-center gap-x-3 text-danger text-meta">
        <span>
          {t("messages.notSent")} {entry.code === null ? null : explainCode(entry.code)}
        </span>
        <Choices entry={entry} again={t("app.retry")} />
      </p>
    );
  }
  if (isStale(entry, now)) {
    return (
      <p className="flex flex-wrap items-center gap-x-3 text-meta text-muted">
        <span>{t("outbox.stale", { when: formatShort(entry.at) })}</span>
        <Choices entry={entry} again={t("outbox.sendNow")} />
      </p>
    );
  }
  if (waits) {
    const seconds = Math.max(0, Math.ceil((entry.retryAt - now) / 1_000));
    const key = entry.code === "slow_mode" ? "outbox.slow_mode" : "outbox.rate_limited";
    return <p className="text-meta text-muted">{t(key, { seconds })}</p>;
  }
  if (entry.state === "queued" && isAway) {
    return (
      <p className="late flex flex-wrap items-center gap-x-3 text-meta text-muted">
        <span>{t("outbox.queued")}</span>
        <Choice label={t("messages.edit")} onClick={() => sender.takeBack(entry.nonce)} />
      </p>
    );
  }
  return null;
}

function Choices({ entry, again }: { readonly entry: Pending; readonly again: string }) {
  const { t } = useTranslation();
  const { sender } = useSession();
  return (
    <>
      <Choice label={again} onClick={() => sender.retry(entry.nonce)} />
      <Choice label={t("messages.edit")} onClick={() => sender.takeBack(entry.nonce)} />
      <Choice label={t("app.delete")} onClick={() => sender.discard(entry.nonce)} />
    </>
  );
}

function Choice({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="min-h-6 font-semibold underline underline-offset-2 pointer-coarse:min-h-11"
    >
      {label}
    </button>
  );
}
