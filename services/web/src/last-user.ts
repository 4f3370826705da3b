/** Whose cached screen is shown at the next start, before the server has said who is signed in. */
const LAST = "hubbub.user";
/** A disk that another tab still holds is deleted when that tab lets go; nobody waits for it longer than this. */
const WIPE_MS = 1_000;

export function lastUser(): string | null {
  return localStorage.getItem(LAST);
}

/** Somebody is signed in: what another person left on this device is wiped. */
export function rememberUser(user: string): void {
  const before = lastUser();
  localStorage.setItem(LAST, user);
  if (before !== null && before !== user) void wipe(before);
}

export function forgetUser(): void {
  localStorage.removeItem(LAST);
}

/** Nothing of a person stays on this device. */
export function wipe(user: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(`hubbub-${user}`);
    request.onsuccess = request.onerror = () => resolve();
    setTimeout(resolve, WIPE_MS);
  });
}
