import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import type { Me, Notifications as Wanted } from "../../api/types";
import { setNotifications } from "../../api/users";
import { Choice } from "../../ui/Choice";
import { Switch } from "../../ui/Switch";
import { attempt } from "../../use-task";
import { useMe } from "../channels/use-channels";
import { NotificationLog } from "./NotificationLog";
import { Permission } from "./Permission";
import { PushDevices } from "./PushDevices";
import { QuietHours } from "./QuietHours";
import { Snooze } from "./Snooze";
import { WorkspaceLevels } from "./WorkspaceLevels";

const LEVELS: readonly Wanted["desktop"][] = ["all", "mentions", "none"];

/** What I am told of while I look elsewhere; a workspace or a channel can say otherwise. */
export function Notifications() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { notifications } = useMe();
  const put = (value: Wanted) => cache.setQueryData<Me>(keys.me, (me) => me && { ...me, notifications: value });
  const change = async (fields: Partial<Wanted>) => {
    const wanted = { ...notifications, ...fields };
    put(wanted);
    if (!(await attempt(setNotifications(wanted)))) put(notifications);
  };
  const levels = LEVELS.map((value) => ({ value, label: t(`preferences.notify.level.${value}`) }));
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-6">
        <Permission onDevices={() => void cache.invalidateQueries({ queryKey: keys.pushDevices })} />
        <Choice
          label={t("preferences.notify.desktop")}
          value={notifications.desktop}
          options={levels}
          onChange={(desktop) => void change({ desktop })}
        />
        <Choice
          label={t("notify.push")}
          value={notifications.push}
          options={levels}
          onChange={(push) => void change({ push })}
        />
        <div className="flex flex-col gap-2">
          <Switch
            label={t("preferences.notify.preview")}
            hint={t("preferences.notify.previewHint")}
            checked={notifications.preview}
            onChange={(preview) => void change({ preview })}
          />
          <Switch
            label={t("preferences.notify.sound")}
            checked={notifications.sound}
            onChange={(sound) => void change({ sound })}
          />
        </div>
        <p className="text-meta text-muted">{t("preferences.notify.channelHint")}</p>
      </div>
      <Snooze
        until={notifications.snoozed_until ?? null}
        onChange={(snoozed_until) => void change({ snoozed_until })}
      />
      <QuietHours value={notifications.schedule ?? null} onChange={(schedule) => void change({ schedule })} />
      <WorkspaceLevels />
      <PushDevices />
      <NotificationLog />
    </div>
  );
}
