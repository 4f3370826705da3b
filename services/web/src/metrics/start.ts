import type { AnyRouter } from "@tanstack/react-router";
import { type Metric, onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals";
import type { Session } from "../session";
import { watch } from "./marks";
import { record, type Summary, summary } from "./record";
import { watchDeliveries } from "./watch-deliveries";

declare global {
  interface Window {
    /** For whoever looks into the console, and for benchmarks. */
    hubbub?: { readonly metrics: () => Readonly<Record<string, Summary>> };
  }
}

let started = false;

/**
 * From here on the page is measured: `hubbub.metrics()` in the console shows it. Only how long one's own messages took
 * leaves the device, and nothing of the messages.
 */
export function start(session: Session, router: AnyRouter): () => void {
  if (!started) {
    started = true;
    const vital = (metric: Metric) => record(metric.name.toLowerCase() as "inp", metric.value);
    for (const on of [onCLS, onFCP, onINP, onLCP, onTTFB]) on(vital);
    window.hubbub = { metrics: summary };
  }
  const stops = [watch(session, router), watchDeliveries(session)];
  return () => {
    for (const stop of stops) stop();
  };
}
