import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import type { Me, Notifications as Wanted } from "../../api/types";
import { setNotifications } from "../../api/users";
import { Choice } from "../../ui/Choice";
import { Switch } from "../../ui/Switch";
import { attempt } from "../../use-task";
import { useMe } from "../channels/use-channels";
import { Permission } from "./Permission";

const LEVELS: readonly Wanted["desktop"][] = ["all", "mentions", "none"];

/** What I am told of while I look elsewhere; a channel can say otherwise in its details. */
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
  return (
    <div className="flex flex-col gap-6">
      <Permission />
      <Choice
        label={t("preferences.notify.desktop")}
        value={notifications.desktop}
        options={LEVELS.map((value) => ({ value, label: t(`preferences.notify.level.${value}`) }))}
        onChange={(desktop) => void change({ desktop })}
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
  );
}
