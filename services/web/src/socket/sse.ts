import type { Position } from "./frames";
import type { Wire } from "./link-types";

/** Positions in one address: more would make it longer than some proxies take. */
export const POSITIONS_IN_URL = 100;
/** The stream ended and said nothing about it. */
const CLOSE_ABNORMAL = 1006;

/** What `identify` says on a socket, as an address. */
export function eventsUrl(base: string, known: { user_version: number | undefined; positions: readonly Position[] }) {
  const url = new URL(base);
  url.searchParams.set("positions", JSON.stringify(known.positions.slice(-POSITIONS_IN_URL)));
  if (known.user_version !== undefined) url.searchParams.set("user_version", String(known.user_version));
  return url.href;
}

/** The part of EventSource that we use. */
export interface Source {
  close(): void;
  onerror: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  addEventListener(type: "close", run: (event: { data: unknown }) => void): void;
}

/**
 * Server-sent events as a wire: the same frames down, nothing up. The browser would come back by itself with the
 * positions of the first address; ours are newer, so that is left to the connection.
 */
export function eventsWire(source: Source): Wire {
  let open = true;
  const end = (code: number) => {
    if (!open) return;
    open = false;
    source.close();
    wire.onclose?.({ code, reason: "" });
  };
  const wire: Wire = {
    send: () => undefined,
    close: () => {
      open = false;
      source.close();
    },
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  source.onmessage = (event) => wire.onmessage?.({ data: event.data });
  source.onerror = () => end(CLOSE_ABNORMAL);
  source.addEventListener("close", (event) => end(codeOf(event.data)));
  return wire;
}

function codeOf(data: unknown): number {
  try {
    const { code } = JSON.parse(String(data)) as { code?: unknown };
    return typeof code === "number" ? code : CLOSE_ABNORMAL;
  } catch {
    return CLOSE_ABNORMAL;
  }
}
