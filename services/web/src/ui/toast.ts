import type { ExternalToast } from "sonner";
import { create } from "zustand";

interface Host {
  /** The host is drawn from the first toast on, or when the page has nothing better to do. */
  readonly wanted: boolean;
}

export const useToastHost = create<Host>(() => ({ wanted: false }));

export const loadToasts = () => import("./Toasts");

type Kind = "error" | "success" | "info" | "warning" | "message";

const show = (kind: Kind) => (text: string, options?: ExternalToast) => {
  useToastHost.setState({ wanted: true });
  void loadToasts().then(
    ({ toast }) => toast[kind](text, options),
    // Nothing better is at hand when even this cannot be fetched.
    () => console.warn(text),
  );
};

/** Short notices in a corner. What draws them is a chunk of its own, which the first screen does not wait for. */
export const toast = {
  error: show("error"),
  success: show("success"),
  info: show("info"),
  warning: show("warning"),
  message: show("message"),
  dismiss: (id: string) =>
    void loadToasts().then(
      ({ toast }) => toast.dismiss(id),
      () => undefined,
    ),
};
