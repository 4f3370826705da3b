import { useEffect, useState } from "react";

/** The time, anew every so often; without a step it stands still after the last render. */
export function useNow(everyMs: number | undefined): number {
  const [, tick] = useState(0);
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => tick((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return Date.now();
}
