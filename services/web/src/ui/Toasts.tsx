import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { Toaster } from "sonner";

export { toast } from "sonner";

/** How long one stays; pointing at it or focusing it holds it. */
const STAYS_MS = 6_000;
/** No wider than the lists beside the conversation, and above one's own picture. */
const WIDTH = { "--width": "292px" } as CSSProperties;

/** Where toasts stand: beside what one does, never over the composer; index.css dresses them. Only `toast.ts` loads this. */
export function Toasts() {
  const { t } = useTranslation();
  return (
    <Toaster
      position="bottom-left"
      duration={STAYS_MS}
      offset={{ left: 12, bottom: 60 }}
      style={WIDTH}
      mobileOffset={{ left: 12, right: 12, bottom: 132 }}
      containerAriaLabel={t("app.notifications")}
      toastOptions={{ closeButtonAriaLabel: t("app.close") }}
    />
  );
}
