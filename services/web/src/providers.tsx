import type { ReactNode } from "react";
import { Announcer } from "./ui/Announcer";
import { ToastHost } from "./ui/ToastHost";
import { TooltipProvider } from "./ui/Tooltip";

export function Providers({ children }: { readonly children: ReactNode }) {
  return (
    <TooltipProvider>
      {children}
      <Announcer />
      <ToastHost />
    </TooltipProvider>
  );
}
