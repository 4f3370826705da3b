/** The worker has no page to ask: it speaks to the server by itself, with the cookies of whoever is signed in. */
export type Ask = (path: string, init: RequestInit) => Promise<Response>;

/** As far as it is needed of the browser's. */
export interface Pushes {
  getSubscription(): Promise<PushSubscription | null>;
  subscribe(options: PushSubscriptionOptionsInit): Promise<PushSubscription>;
}

const API = "/api/v1";

/**
 * The browser gave its subscription up, or made another in its place: asks for one if there is none, and tells the
 * server where pushes go from now on. What cannot be done now, as while nobody is signed in, the next page does.
 */
export async function renewed(pushes: Pushes, ask: Ask, given: PushSubscription | null): Promise<boolean> {
  const key = await answer(ask, "GET", "/push/key");
  if (!key?.ok) return false;
  const { public_key } = (await key.json()) as { public_key: string };
  const subscription =
    given ??
    (await pushes.getSubscription()) ??
    (await pushes.subscribe({ userVisibleOnly: true, applicationServerKey: public_key }));
  const { endpoint, keys } = subscription.toJSON();
  const told = await answer(ask, "PUT", "/users/me/push-subscriptions", {
    endpoint: endpoint ?? "",
    keys: { p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" },
  });
  return told?.ok === true;
}

/** Once more with a new token, when the old one has expired since a page was last open. */
async function answer(ask: Ask, method: string, path: string, body?: unknown): Promise<Response | undefined> {
  const first = await ask(API + path, init(method, body));
  if (first.status !== 401) return first;
  const refreshed = await ask(`${API}/auth/refresh`, init("POST", {}));
  return refreshed.ok ? ask(API + path, init(method, body)) : undefined;
}

function init(method: string, body: unknown): RequestInit {
  return body === undefined
    ? { method }
    : { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}
