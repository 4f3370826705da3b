import { call } from "../api/client";
import { keys } from "../api/keys";
import type { DeliveryReport } from "../api/types";
import { useOutbox } from "../outbox/sender";
import type { Session } from "../session";
import type { Pending } from "../timeline/pending";
import type { Timeline } from "../timeline/timeline";
import { Deliveries } from "./delivery";
import { Report } from "./report";

const now = () => performance.now();

function send(latencies: readonly number[]): Promise<unknown> {
  const body: DeliveryReport = { latencies_ms: [...latencies] };
  return call("POST", "/reports/delivery", { body });
}

/** Tells the server how long my own messages took. Of two windows only the one in front counts a message. */
export function watchDeliveries(session: Session): () => void {
  const report = new Report({ now, send });
  const deliveries = new Deliveries(session.me, (ms) => report.add(ms));
  const timelineOf = ({ channel, root }: Pending) =>
    session.cache.getQueryData<Timeline>(root === null ? keys.timeline(channel) : keys.thread(root));
  const look = () => {
    if (deliveries.isIdle) return;
    // Events wait for the next frame until they are applied; this is when the last one came.
    const heard = now() - Math.max(0, Date.now() - session.connection.heardAt);
    deliveries.look(timelineOf, heard);
  };
  const hidden = () => {
    if (document.hidden) deliveries.forget();
  };
  document.addEventListener("visibilitychange", hidden);
  const stops = [
    useOutbox.subscribe(({ entries }, before) => {
      deliveries.changed(entries, before.entries, { now: now(), inFront: document.hasFocus() });
    }),
    session.cache.getQueryCache().subscribe(({ type }) => {
      if (type === "updated") look();
    }),
    () => document.removeEventListener("visibilitychange", hidden),
    () => report.stop(),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
