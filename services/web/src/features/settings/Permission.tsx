import { Bell } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../../session-context";
import { Button } from "../../ui/Button";
import { Switch } from "../../ui/Switch";
import { attempt } from "../../use-task";
import { canPush, isChosen, turnOff, turnOn } from "../notifications/push";

interface Props {
  /** What this device is told of by push has changed. */
  readonly onDevices: () => void;
}

/** Whether the browser lets us; it is asked only when this is pressed. */
export function Permission({ onDevices }: Props) {
  const { t } = useTranslation();
  const [state, setState] = useState(() => (typeof Notification === "undefined" ? "denied" : Notification.permission));
  if (state === "granted") return canPush() ? <ThisDevice onDevices={onDevices} /> : null;
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

function ThisDevice({ onDevices }: Props) {
  const { t } = useTranslation();
  const { me } = useSession();
  const [on, setOn] = useState(() => isChosen(me));
  const change = async (wanted: boolean) => {
    setOn(wanted);
    if (!(await attempt(wanted ? turnOn(me) : turnOff(me)))) setOn(!wanted);
    onDevices();
  };
  return (
    <Switch
      label={t("notify.closed")}
      hint={t("notify.closedHint")}
      checked={on}
      onChange={(wanted) => void change(wanted)}
    />
  );
}
