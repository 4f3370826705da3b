import i18next from "i18next";
import { useOutbox } from "../outbox/sender";
import { toast } from "../ui/toast";
import { isBusy } from "./busy";
import { registerWorker } from "./worker";

const LOOK_AGAIN_MS = 2_000;
const TOAST = "update";

/** Once nothing is in the way. */
function whenFree(run: () => void): void {
  if (isBusy(document.activeElement, useOutbox.getState().entries)) setTimeout(whenFree, LOOK_AGAIN_MS, run);
  else run();
}

/** Keeps the page ready for being offline, and offers a new build when one is here. `born`: the worker it came from. */
export function startUpdates(born: ServiceWorker | null): void {
  registerWorker(born, {
    ready: (apply) =>
      whenFree(() =>
        toast.message(i18next.t("link.updateReady"), {
          id: TOAST,
          duration: Number.POSITIVE_INFINITY,
          action: { label: i18next.t("link.reload"), onClick: apply },
        }),
      ),
    replaced: () => whenFree(() => location.reload()),
  }).catch((error) => console.warn("no service worker: the page needs the network", error));
  // A part of an old build that the server no longer has.
  window.addEventListener("vite:preloadError", () => {
    if (!navigator.onLine) return;
    toast.message(i18next.t("link.partGone"), {
      id: TOAST,
      duration: Number.POSITIVE_INFINITY,
      action: { label: i18next.t("link.reload"), onClick: () => location.reload() },
    });
  });
}
