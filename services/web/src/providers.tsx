import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Toaster } from "sonner";
import { Announcer } from "./ui/Announcer";
import { TooltipProvider } from "./ui/Tooltip";

export function Providers({ cache, children }: { readonly cache: QueryClient; readonly children: ReactNode }) {
  return (
    <QueryClientProvider client={cache}>
      <TooltipProvider>
        {children}
        <Announcer />
        <Toaster
          position="bottom-left"
          toastOptions={{
            style: { background: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)" },
          }}
        />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
