/// <reference lib="webworker" />
import { type NoteData, noteOf, readPushed } from "./sw-push";
import { renewed } from "./sw-renew";
import { type Build, oldNames, routeOf, shellOf } from "./sw-routes";

/** Put here by sw-plugin.ts: what this build consists of. */
declare const __BUILD__: Build;

const worker = self as unknown as ServiceWorkerGlobalScope;
const { version, files } = __BUILD__;
const CACHE = `hubbub-${version}`;
/** Fetched when they are first wanted, and kept over builds. */
const LATER = "hubbub-later";
const ICON = "/icons/hubbub.svg";
const known = new Set(files);

worker.addEventListener("install", (event) => event.waitUntil(fetchAll()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("message", (event) => {
  // The person accepted the new build: it need not wait for the last tab to close.
  if ((event.data as { type?: string } | null)?.type === "activate") void worker.skipWaiting();
});
worker.addEventListener("push", (event) => event.waitUntil(pushed(event.data)));
// Not in the types that come with TypeScript.
worker.addEventListener("pushsubscriptionchange", (event) => {
  const change = event as ExtendableEvent & { readonly newSubscription?: PushSubscription | null };
  const ask = (path: string, init: RequestInit) => fetch(path, init);
  // What fails now is made good by the next page that opens.
  change.waitUntil(renewed(worker.registration.pushManager, ask, change.newSubscription ?? null).catch(() => false));
});
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open((event.notification.data as NoteData | null)?.path ?? "/"));
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  switch (routeOf({ method: request.method, mode: request.mode, url: request.url }, worker.location.origin, known)) {
    case "shell":
      event.respondWith(cachedOr(shellOf(worker.location.origin), request));
      return;
    case "build":
      event.respondWith(cachedOr(request.url, request));
      return;
    case "later":
      event.respondWith(laterOr(request));
      return;
    default:
      // The API, sockets, files and whatever else is not of this build are none of our business.
      return;
  }
});

/** A file with a hash in its name that an older build has is the same file. */
async function fetchAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    files.map(async (path) => {
      const old = path.startsWith("/assets/") ? await caches.match(path, { ignoreVary: true }) : undefined;
      if (old) await cache.put(path, old);
      else await cache.add(new Request(path, { cache: path.startsWith("/assets/") ? "default" : "reload" }));
    }),
  );
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(oldNames(names, CACHE, LATER).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function cachedOr(url: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  // Modules are asked for with other headers than they were stored with.
  return (await cache.match(url, { ignoreVary: true })) ?? fetch(request);
}

/** What is kept, at once; a newer one is there the next time. */
async function laterOr(request: Request): Promise<Response> {
  const cache = await caches.open(LATER);
  const kept = await cache.match(request, { ignoreVary: true });
  const fresh = fetch(request).then((response) => {
    if (response.ok) void cache.put(request, response.clone());
    return response;
  });
  if (!kept) return fresh;
  fresh.catch(() => undefined);
  return kept;
}

async function pushed(data: PushMessageData | null): Promise<void> {
  const news = readPushed(json(data));
  if (!news) return;
  const { registration, clients } = worker;
  const shown = await registration.getNotifications({ tag: news.channel_id });
  if (news.type === "read") {
    for (const one of shown) one.close();
    return;
  }
  // A page that is to be seen tells it itself.
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.some((page) => page.visibilityState === "visible")) return;
  const { title, ...note } = noteOf(news);
  // A page that is hidden has told it already: it stays, and makes no second sound.
  const known = shown.some((one) => (one.data as NoteData | null)?.message === news.message_id);
  const options: NotificationOptions & { renotify: boolean } = {
    ...note,
    icon: ICON,
    badge: ICON,
    renotify: !known,
    silent: known,
  };
  await registration.showNotification(title, options);
}

function json(data: PushMessageData | null): unknown {
  try {
    return data?.json();
  } catch {
    return undefined;
  }
}

/** In a page that is open, else in a new one. */
async function open(path: string): Promise<void> {
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((one) => one.focused) ?? pages[0];
  if (!page) {
    await worker.clients.openWindow(path);
    return;
  }
  page.postMessage({ type: "open", path });
  await page.focus();
}
