import { Bell } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button";

/** Whether the browser lets us; it is asked only when this is pressed. */
export function Permission() {
  const { t } = useTranslation();
  const [state, setState] = useState(() => (typeof Notification === "undefined" ? "denied" : Notification.permission));
  if (state === "granted") return null;
  if (state === "denied")
    return <p className="rounded-menu bg-hover p-3 text-meta">{t("preferences.notify.denied")}</p>;
  return (
    <div className="flex flex-col items-start gap-2 rounded-menu bg-hover p-3">
      <p className="text-meta">{t("preferences.notify.ask")}</p>
      <Button onClick={() => void Notification.requestPermission().then(setState)}>
        <Bell size={16} aria-hidden="true" />
        {t("preferences.notify.allow")}
      </Button>
    </div>
  );
}
