import "./index.css";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { applyDensity, storedDensity } from "./density";
import { preferredLanguage, startI18n } from "./i18n";
import { Providers } from "./providers";
import { createAppRouter, hurry } from "./router";
import { applyTheme, storedTheme } from "./theme";

/** What the page came with stays until there is a screen to draw. */
async function begin(): Promise<void> {
  applyTheme(storedTheme());
  applyDensity(storedDensity());
  await Promise.all([startI18n(preferredLanguage()), hurry(location.pathname)]);
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  createRoot(root).render(
    <StrictMode>
      <Providers>
        <RouterProvider router={createAppRouter()} />
      </Providers>
    </StrictMode>,
  );
}

// Not awaited: the screens' files import this one, and would wait for it to end.
void begin();

/** The worker that this page came from: another one is of another build. */
const born = "serviceWorker" in navigator ? navigator.serviceWorker.controller : null;
/** The first screen comes before what the next start needs. */
const LATER_MS = 3_000;
const startUpdates = () =>
  void import("./update/offer").then(
    (it) => it.startUpdates(born),
    // Nobody can be reached: nor is there anything new.
    () => addEventListener("online", startUpdates, { once: true }),
  );
if (import.meta.env.PROD) setTimeout(startUpdates, LATER_MS);
