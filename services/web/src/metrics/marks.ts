import type { AnyRouter } from "@tanstack/react-router";
import { useOutbox } from "../outbox/sender";
import type { Session } from "../session";
import { keyOf, rowId } from "../timeline/rows";
import { measured, record } from "./record";

/** What takes longer was interrupted: a channel that never came, a row that was scrolled away. */
const PATIENCE_MS = 5_000;

/** When what happens now was asked for: the moment of the click or the key. */
const asked = () => window.event?.timeStamp ?? performance.now();

/** Runs once `isThere`, after it was painted. */
function painted(isThere: () => boolean, run: () => void): void {
  const until = performance.now() + PATIENCE_MS;
  const look = () => {
    // The frame after the one that has it in the document: by then the pixels are on their way.
    if (isThere()) requestAnimationFrame(run);
    else if (performance.now() < until) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const channelIn = (path: string) => /\/c\/([^/]+)/.exec(path)?.[1];

function watchSwitches(router: AnyRouter): () => void {
  return router.subscribe("onBeforeNavigate", ({ fromLocation, toLocation, pathChanged }) => {
    if (!pathChanged || channelIn(toLocation.pathname) === undefined) return;
    const start = asked();
    // The old channel's rows go with its section: rows of another one are new elements.
    const old = fromLocation ? document.querySelector("[role='feed']") : null;
    const isThere = () => {
      const feed = document.querySelector("[role='feed']");
      return feed !== null && feed !== old && feed.querySelector("article") !== null;
    };
    painted(isThere, () => measured("channel_switch", start));
  });
}

function watchSends(me: string): () => void {
  return useOutbox.subscribe(({ entries }, before) => {
    const known = new Set(before.entries.map((entry) => entry.nonce));
    for (const { nonce } of entries) {
      if (known.has(nonce)) continue;
      const start = asked();
      const id = rowId(keyOf(me, nonce));
      painted(
        () => document.getElementById(id) !== null,
        () => measured("send_to_row", start),
      );
    }
  });
}

function watchEvents(session: Session): () => void {
  return session.events.on("arrived", ({ messages, replayed }) => {
    const start = performance.now() - Math.max(0, Date.now() - session.connection.heardAt);
    for (const message of messages) {
      if (replayed || message.author.id === session.me) continue;
      const id = rowId(keyOf(message.author.id, message.nonce));
      painted(
        () => document.getElementById(id) !== null,
        () => measured("event_to_row", start),
      );
    }
  });
}

function watchLongTasks(): () => void {
  if (!PerformanceObserver.supportedEntryTypes.includes("longtask")) return () => undefined;
  const observer = new PerformanceObserver((list) => {
    for (const task of list.getEntries()) record("long_task", task.duration);
  });
  observer.observe({ type: "longtask" });
  return () => observer.disconnect();
}

/** Measures what people wait for, as long as the session lasts. */
export function watch(session: Session, router: AnyRouter): () => void {
  const stops = [watchSwitches(router), watchSends(session.me), watchEvents(session), watchLongTasks()];
  return () => {
    for (const stop of stops) stop();
  };
}
