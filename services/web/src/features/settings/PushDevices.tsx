import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Laptop, Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { removeSubscription, subscriptions } from "../../api/push";
import type { PushSubscribed } from "../../api/types";
import { formatAgo } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { attempt } from "../../use-task";
import { nameAgent } from "./agent";

/** The browsers that are told though no page is open; each ends with its session. */
export function PushDevices() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { data } = useQuery({ queryKey: keys.pushDevices, queryFn: subscriptions, staleTime: 0 });
  const remove = async (session: string) => {
    await attempt(removeSubscription(session));
    await cache.invalidateQueries({ queryKey: keys.pushDevices });
  };
  if (!data || data.length === 0) return null;
  return (
    <section aria-labelledby="push-devices">
      <h3 id="push-devices" className="font-semibold text-title">
        {t("notify.devices.title")}
      </h3>
      <ul aria-labelledby="push-devices" className="divide-y divide-line">
        {data.map((device) => (
          <li key={device.session_id}>
            <Device device={device} onRemove={() => void remove(device.session_id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Device({ device, onRemove }: { readonly device: PushSubscribed; readonly onRemove: () => void }) {
  const { t } = useTranslation();
  const agent = nameAgent(device.user_agent);
  const Icon = agent.phone ? Smartphone : Laptop;
  const name =
    agent.browser !== undefined && agent.system !== undefined
      ? t("preferences.sessions.agent", { browser: agent.browser, system: agent.system })
      : (agent.browser ?? agent.system ?? device.user_agent ?? t("preferences.sessions.unknown"));
  const sent = device.last_sent_at;
  return (
    <div className="flex min-h-14 items-center gap-3 py-2">
      <Icon size={20} aria-hidden="true" className="shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          {name}
          {device.current && (
            <span className="ml-2 rounded-full bg-selected px-2 py-0.5 text-accent-ink text-label">
              {t("preferences.sessions.current")}
            </span>
          )}
        </p>
        <p className="truncate text-label text-muted">
          {sent === null
            ? t("notify.devices.never")
            : t("notify.devices.last", { ago: formatAgo(Date.parse(sent), Date.now()) })}
        </p>
      </div>
      {!device.current && (
        <Button onClick={onRemove} aria-label={t("notify.devices.removeOne", { name })}>
          {t("notify.devices.remove")}
        </Button>
      )}
    </div>
  );
}
