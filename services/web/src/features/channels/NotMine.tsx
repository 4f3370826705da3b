import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Compass, Hash } from "lucide-react";
import { useTranslation } from "react-i18next";
import { channel as fetchChannel, joinChannel } from "../../api/channels";
import { ApiError } from "../../api/client";
import { keys } from "../../api/keys";
import { explain } from "../../api/problem";
import type { Channel } from "../../api/types";
import { useSession } from "../../session-context";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { useTask } from "../../use-task";

/** A channel that I am not in: a public one can be joined from here, of others there is nothing to tell. */
export function NotMine({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: keys.channel(id),
    queryFn: () => fetchChannel(id),
    staleTime: 0,
    retry: false,
  });
  if (data) return <Joinable channel={data} />;
  if (error === null) return <p className="p-6 text-muted">{t("app.loading")}</p>;
  const gone = error instanceof ApiError && error.problem.status < 500 && error.problem.status > 0;
  return (
    <EmptyState
      icon={<Compass />}
      title={explain(error)}
      action={
        gone ? (
          <Link to="/" className="font-semibold text-link underline">
            {t("app.goHome")}
          </Link>
        ) : (
          <Button onClick={() => void refetch()}>{t("app.retry")}</Button>
        )
      }
    />
  );
}

function Joinable({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation();
  const session = useSession();
  const { busy, run } = useTask();
  return (
    <EmptyState
      icon={<Hash />}
      title={`#${channel.name ?? ""}`}
      text={[channel.topic, t("people.memberCount", { count: channel.member_count })].filter(Boolean).join(" · ")}
      action={
        <Button
          look="primary"
          busy={busy}
          onClick={() => void run(async () => session.add(await joinChannel(channel.id)))}
        >
          {t("channels.join")}
        </Button>
      }
    />
  );
}
