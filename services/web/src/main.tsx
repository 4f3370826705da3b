import "./index.css";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { applyDensity, storedDensity } from "./density";
import { preferredLanguage, startI18n } from "./i18n";
import { Providers } from "./providers";
import { createAppRouter, hurry } from "./router";
import { applyTheme, storedTheme } from "./theme";

applyTheme(storedTheme());
hurry(location.pathname);
applyDensity(storedDensity());
await startI18n(preferredLanguage());
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <Providers>
      <RouterProvider router={createAppRouter()} />
    </Providers>
  </StrictMode>,
);

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
