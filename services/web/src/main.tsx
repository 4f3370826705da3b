import "./index.css";
import { QueryClient } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { preferredLanguage, startI18n } from "./i18n";
import { Providers } from "./providers";
import { createAppRouter } from "./router";
import { applyTheme, storedTheme } from "./theme";

const cache = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 30 * 60_000,
      retry: 1,
      refetchOnWindowFocus: false,
      structuralSharing: false,
      // Asked also while the browser says it is offline: what the disk holds is an answer.
      networkMode: "offlineFirst",
    },
  },
});

applyTheme(storedTheme());
await startI18n(preferredLanguage());
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <Providers cache={cache}>
      <RouterProvider router={createAppRouter(cache)} />
    </Providers>
  </StrictMode>,
);
