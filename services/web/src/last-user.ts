/** Whose cached screen is shown at the next start, before the server has said who is signed in. */
const LAST = "hubbub.user";
const DISK = "hubbub-";
/** A disk that another tab still holds is deleted when that tab lets go; nobody waits for it longer than this. */
const WIPE_MS = 1_000;

export function lastUser(): string | null {
  return localStorage.getItem(LAST);
}

/** Somebody is signed in: what other people left on this device is wiped. */
export function rememberUser(user: string): void {
  const before = lastUser();
  if (before === user) return;
  localStorage.setItem(LAST, user);
  void disks(before).then((names) => {
    for (const name of names) if (name.startsWith(DISK) && name !== DISK + user) void wipe(name.slice(DISK.length));
  });
}

/** All that there are; a browser that does not tell has at least that of the person before. */
async function disks(before: string | null): Promise<readonly string[]> {
  if (!("databases" in indexedDB)) return before === null ? [] : [DISK + before];
  return (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
}

export function forgetUser(): void {
  localStorage.removeItem(LAST);
}

/** Nothing of a person stays on this device. */
export function wipe(user: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(DISK + user);
    request.onsuccess = request.onerror = () => resolve();
    setTimeout(resolve, WIPE_MS);
  });
}
