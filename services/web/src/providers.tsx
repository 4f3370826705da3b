import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Announcer } from "./ui/Announcer";
import { ToastHost } from "./ui/ToastHost";
import { TooltipProvider } from "./ui/Tooltip";

export function Providers({ cache, children }: { readonly cache: QueryClient; readonly children: ReactNode }) {
  return (
    <QueryClientProvider client={cache}>
      <TooltipProvider>
        {children}
        <Announcer />
        <ToastHost />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
