import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { removeSubscription, subscriptions } from "../../api/push";
import type { PushSubscribed } from "../../api/types";
import { formatAgo } from "../../i18n/format";
import { attempt } from "../../use-task";
import { DeviceLine } from "./DeviceLine";

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
  const sent = device.last_sent_at;
  return (
    <DeviceLine
      userAgent={device.user_agent}
      isCurrent={device.current}
      ending={t("notify.devices.remove")}
      endingOf={(name) => t("notify.devices.removeOne", { name })}
      onEnd={onRemove}
    >
      {sent === null
        ? t("notify.devices.never")
        : t("notify.devices.last", { ago: formatAgo(Date.parse(sent), Date.now()) })}
    </DeviceLine>
  );
}
