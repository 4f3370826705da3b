import type { Surroundings, Wire } from "./link-types";
import { eventsUrl, eventsWire, type Source } from "./sse";

function address(path: string): URL {
  return new URL(path, location.href);
}

/** The browser as the connection sees it. */
export function browser(): Surroundings {
  return {
    open: () => {
      const url = address("/ws");
      url.protocol = url.protocol.replace("http", "ws");
      return new WebSocket(url.href, ["hubbub.v1"]) as unknown as Wire;
    },
    openEvents: (known) =>
      eventsWire(
        new EventSource(eventsUrl(address("/sse").href, known), { withCredentials: true }) as unknown as Source,
      ),
    now: Date.now,
    random: Math.random,
    setTimer: (run, ms) => window.setTimeout(run, ms),
    clearTimer: (id) => window.clearTimeout(id),
    hidden: () => document.hidden,
    online: () => navigator.onLine,
    log: (message) => console.debug(`[socket] ${message}`),
  };
}
