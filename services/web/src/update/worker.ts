/** Told by the registration, kept by those who draw. */
export interface UpdateEvents {
  /** A new build is here and waits. `apply` starts it, in all tabs. */
  ready(apply: () => void): void;
  /** It took over, by whichever tab: this page is of the old one. */
  replaced(): void;
}

/** An old page is asked this often whether it is still the newest. */
const LOOK_MS = 60 * 60_000;
const SCRIPT = "/sw.js";

interface Policy {
  createScriptURL(url: string): unknown;
}
interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

/** The CSP demands Trusted Types: this policy is the only one that it allows, and it lets this one address through. */
function scriptUrl(): string {
  const policies = (window as { trustedTypes?: Policies }).trustedTypes;
  if (!policies) return SCRIPT;
  const policy = policies.createPolicy("hubbub-sw", {
    createScriptURL: (url) => {
      if (url !== SCRIPT) throw new TypeError(`not a script of ours: ${url}`);
      return url;
    },
  });
  return policy.createScriptURL(SCRIPT) as string;
}

/** Registers the service worker, which answers with the page and all its parts when there is no network. */
export async function registerWorker(born: ServiceWorker | null, events: UpdateEvents): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const container = navigator.serviceWorker;
  // The first worker of all takes over a page that is of the same build.
  let hadWorker = container.controller !== null;
  container.addEventListener("controllerchange", () => {
    if (hadWorker) events.replaced();
    hadWorker = true;
  });
  // It took over before anybody listened.
  if (born && container.controller !== born) events.replaced();
  const registration = await container.register(scriptUrl(), { updateViaCache: "none" });
  const offer = (waiting: ServiceWorker) => events.ready(() => waiting.postMessage({ type: "activate" }));
  if (registration.waiting && container.controller) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => {
      if (coming.state === "installed" && container.controller) offer(coming);
    });
  });
  const look = () => void registration.update().catch(() => undefined);
  setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", () => document.hidden || look());
}
