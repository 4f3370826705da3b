import { useNavigate } from "@tanstack/react-router";
import { Keyboard, Languages, LogOut, Monitor, Moon, Settings, Smile, Sun, Wifi } from "lucide-react";
import { useTranslation } from "react-i18next";
import { leave } from "../../session/leave";
import { useSession } from "../../session-context";
import type { Theme } from "../../theme";
import { Avatar } from "../../ui/Avatar";
import { Menu } from "../../ui/Menu";
import { useMe } from "../channels/use-channels";
import { useLinkStatus } from "../link/link-status";
import { Dot } from "../presence/Dot";
import { still } from "../presence/shown";
import { useLooks } from "../settings/use-looks";
import { keyLabel, useShortcuts } from "../shortcuts/registry";
import { useDialogs } from "../workspaces/dialogs";

const THEMES: readonly Theme[] = ["system", "light", "dark"];
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

export function AccountMenu({ workspace }: { readonly workspace: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const session = useSession();
  const navigate = useNavigate();
  const looks = useLooks();
  const { open } = useDialogs.getState();
  const next = THEMES[(THEMES.indexOf(looks.theme) + 1) % THEMES.length] ?? "system";
  const Icon = ICONS[next];
  const { emoji, text } = still(me.status, Date.now());
  const status = [emoji, text].filter(Boolean).join(" ");
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={t("settings.account", { name: me.display_name })}
          className="finger relative shrink-0 rounded-menu"
        >
          <Avatar name={me.display_name} url={me.avatar_url} />
          <Dot user={me.id} className="absolute -right-0.5 -bottom-0.5" />
        </button>
      }
      groups={[
        [
          {
            label: status === "" ? t("settings.setStatus") : status,
            icon: <Smile size={16} />,
            onSelect: () => open("status"),
          },
        ],
        [
          {
            label: t("settings.open"),
            icon: <Settings size={16} />,
            onSelect: () => void navigate({ to: "/w/$workspace/settings/$tab", params: { workspace, tab: "profile" } }),
          },
          { label: t(`settings.theme.${next}`), icon: <Icon size={16} />, onSelect: () => looks.setTheme(next) },
          {
            label: looks.language === "zh" ? "English" : "中文",
            icon: <Languages size={16} />,
            onSelect: () => void looks.setLanguage(looks.language === "zh" ? "en" : "zh"),
          },
          {
            label: t("settings.shortcuts"),
            icon: <Keyboard size={16} />,
            shortcut: keyLabel("sheet"),
            onSelect: () => useShortcuts.getState().setSheet(true),
          },
        ],
        [{ label: t("link.status"), icon: <Wifi size={16} />, onSelect: () => useLinkStatus.getState().open() }],
        [{ label: t("auth.signOut"), icon: <LogOut size={16} />, onSelect: () => void leave(session) }],
      ]}
    />
  );
}
