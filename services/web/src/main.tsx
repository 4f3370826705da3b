import "./index.css";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { preferredLanguage, startI18n } from "./i18n";
import { Providers } from "./providers";
import { createAppRouter } from "./router";
import { applyTheme, storedTheme } from "./theme";

applyTheme(storedTheme());
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
