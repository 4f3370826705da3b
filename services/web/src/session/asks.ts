import { ApiError, call } from "../api/client";
import { events } from "../api/log";
import type { Connection } from "../socket/connection";
import type { EventsPage } from "../socket/fill";
import type { Effects } from "../socket/realtime";

/** A `fill` that is not answered in this time is asked for over REST. */
const FILL_MS = 3_000;

/** Whom to ask for missing events: the gateway while there is a socket, else the API. */
export function asks(connection: () => Connection): Effects["asks"] {
  return [
    (channel, after_seq) =>
      within(FILL_MS, connection().command("fill", { channel, after_seq }) as Promise<EventsPage>),
    (channel, after_seq) =>
      events(channel, after_seq).catch((error) => Promise.reject(error instanceof ApiError ? error.problem : error)),
  ];
}

/** Whether REST is there, and still knows us; an expired cookie is refreshed by the way. */
export async function askRest(): Promise<"ok" | "signed-out" | "down"> {
  try {
    await call("GET", "/users/me");
    return "ok";
  } catch (error) {
    return error instanceof ApiError && error.problem.status === 401 ? "signed-out" : "down";
  }
}

function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const late = new Promise<never>((_resolve, reject) => setTimeout(reject, ms, new Error("not answered in time")));
  return Promise.race([answer, late]);
}
