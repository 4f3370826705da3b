import { ApiError } from "../../api/problem";
import { useLink } from "../../socket/link";

const BASE_MS = 1_000;
const CAP_MS = 30_000;
const ATTEMPTS = 8;

/** Again and again while nobody can be reached: soon at first, and at once when the connection is back. */
export async function untilAnswered<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ApiError && error.retryable) || attempt >= ATTEMPTS) throw error;
      await pause(Math.min(CAP_MS, BASE_MS * 2 ** attempt));
    }
  }
}

const isLive = () => useLink.getState().status.name === "live";

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const wasLive = isLive();
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, ms);
    const stop = useLink.subscribe(() => {
      if (!wasLive && isLive()) done();
    });
  });
}
