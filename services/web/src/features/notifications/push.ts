import { pushKey, putSubscription, removeSubscription } from "../../api/push";

/** Chosen on this device, by this person: a new session asks for pushes again by itself. */
const CHOSEN = "hubbub.push:";

export function canPush(): boolean {
  return "serviceWorker" in navigator && "PushManager" in window && typeof Notification !== "undefined";
}

export function isChosen(me: string): boolean {
  return localStorage.getItem(CHOSEN + me) === "on";
}

/** Tells this device also when no page is open. The browser must have said yes to notifications. */
export async function turnOn(me: string): Promise<void> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const key = await pushKey();
  let subscription = await pushManager.getSubscription();
  // One of another key, as after the server was made anew, reaches nobody.
  if (subscription && keyOf(subscription) !== key) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = subscription.toJSON();
  await putSubscription({
    endpoint: endpoint ?? "",
    keys: { p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" },
  });
  localStorage.setItem(CHOSEN + me, "on");
}

export async function turnOff(me: string): Promise<void> {
  localStorage.removeItem(CHOSEN + me);
  await removeSubscription();
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/** After a new sign-in or a new key: asks again for what was chosen on this device. */
export async function renew(me: string): Promise<void> {
  if (canPush() && isChosen(me) && Notification.permission === "granted") await turnOn(me);
}

/** Who may show notifications that outlive the page, where pushes come too: both then replace each other. */
export async function pushedTo(): Promise<ServiceWorkerRegistration | undefined> {
  if (!canPush()) return undefined;
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ? registration : undefined;
}

function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
