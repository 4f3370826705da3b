import type { AnyRouter } from "@tanstack/react-router";
import { type Metric, onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals";
import type { Session } from "../session";
import { watch } from "./marks";
import { record, type Summary, summary } from "./record";

declare global {
  interface Window {
    /** For whoever looks into the console, and for benchmarks. */
    hubbub?: { readonly metrics: () => Readonly<Record<string, Summary>> };
  }
}

let started = false;

/** From here on the page is measured. Nothing leaves the device: `hubbub.metrics()` in the console shows it. */
export function start(session: Session, router: AnyRouter): () => void {
  if (!started) {
    started = true;
    const vital = (metric: Metric) => record(metric.name.toLowerCase() as "inp", metric.value);
    for (const on of [onCLS, onFCP, onINP, onLCP, onTTFB]) on(vital);
    window.hubbub = { metrics: summary };
  }
  return watch(session, router);
}
