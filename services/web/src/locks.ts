/** Where the browser has no lock API, every tab holds every lock: nonces and read versions keep that correct. */
const locks = (): LockManager | undefined => (typeof navigator === "undefined" ? undefined : navigator.locks);

/** Run while holding the lock; waits for its turn. */
export async function withLock<T>(name: string, run: () => Promise<T>): Promise<T> {
  const manager = locks();
  return manager ? await manager.request(name, run) : run();
}

/**
 * Be the one tab that does something, for as long as this tab lives: `begin` is called once the lock is held (perhaps
 * never, or only when the tab that held it is gone) and gives back how to end. What `lead` gives back lets go.
 */
export function lead(name: string, begin: () => () => void): () => void {
  const manager = locks();
  if (!manager) return begin();
  const leaving = new AbortController();
  let letGo: () => void = () => undefined;
  const held = () => {
    if (leaving.signal.aborted) return Promise.resolve();
    const end = begin();
    return new Promise<void>((resolve) => {
      letGo = () => {
        end();
        resolve();
      };
    });
  };
  // Letting go while still in the queue rejects the request: nothing began, so there is nothing to end.
  manager.request(name, { signal: leaving.signal }, held).catch(() => undefined);
  return () => {
    leaving.abort();
    letGo();
  };
}
