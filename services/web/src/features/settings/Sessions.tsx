import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { endOtherSessions, endSession, sessions } from "../../api/auth";
import { keys } from "../../api/keys";
import { explain } from "../../api/problem";
import type { Session } from "../../api/types";
import { formatAgo } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { ConfirmModal } from "../../ui/ConfirmModal";
import { Failed } from "../../ui/Failed";
import { attempt } from "../../use-task";
import { DeviceLine } from "./DeviceLine";

/** Where I am signed in. */
export function Sessions() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { data, error, isPending, refetch } = useQuery({ queryKey: keys.sessions, queryFn: sessions, staleTime: 0 });
  const others = data?.filter((session) => !session.current) ?? [];
  const end = async (what: Promise<unknown>) => {
    await attempt(what);
    await cache.invalidateQueries({ queryKey: keys.sessions });
  };
  return (
    <section aria-labelledby="sessions-title">
      <h3 id="sessions-title" className="font-semibold text-title">
        {t("preferences.sessions.title")}
      </h3>
      <p className="mb-2 text-meta text-muted">{t("preferences.sessions.hint")}</p>
      {error !== null && <Failed text={explain(error)} onRetry={() => void refetch()} />}
      <ul aria-busy={isPending} aria-label={t("preferences.sessions.title")} className="divide-y divide-line">
        {data?.map((session) => (
          <li key={session.id}>
            <One session={session} onEnd={() => void end(endSession(session.id))} />
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <Button className="mt-3" onClick={() => setAsking(true)}>
          {t("preferences.sessions.endOthers")}
        </Button>
      )}
      <ConfirmModal
        open={asking}
        onOpenChange={setAsking}
        title={t("preferences.sessions.endOthersTitle")}
        text={t("preferences.sessions.endOthersText", { count: others.length })}
        confirm={t("preferences.sessions.end")}
        onConfirm={() => end(endOtherSessions())}
      />
    </section>
  );
}

function One({ session, onEnd }: { readonly session: Session; readonly onEnd: () => void }) {
  const { t } = useTranslation();
  return (
    <DeviceLine
      userAgent={session.user_agent}
      isCurrent={session.current}
      ending={t("preferences.sessions.end")}
      endingOf={(name) => t("preferences.sessions.endOne", { name })}
      onEnd={onEnd}
    >
      {session.ip !== null && `${session.ip} · `}
      {t("preferences.sessions.used", { ago: formatAgo(Date.parse(session.last_used_at), Date.now()) })}
    </DeviceLine>
  );
}
