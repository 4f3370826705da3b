import { Toaster } from "sonner";

export { toast } from "sonner";

/** Where toasts stand. Only `toast.ts` loads this. */
export function Toasts() {
  return (
    <Toaster
      position="bottom-left"
      toastOptions={{ style: { background: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)" } }}
    />
  );
}
