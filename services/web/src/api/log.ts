import type { EventsPage } from "../socket/fill";
import { call } from "./client";

/** The events of a channel after a seq, as the gateway would send them; 410 `events_gone` when it no longer has them. */
export const events = (channel: string, afterSeq: number) =>
  call<EventsPage>("GET", `/channels/${channel}/events`, { query: { after_seq: afterSeq, limit: 200 } });
