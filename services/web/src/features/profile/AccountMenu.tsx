import { Languages, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { setLanguage } from "../../i18n";
import { leave } from "../../session/leave";
import { useSession } from "../../session-context";
import { applyTheme, storedTheme, type Theme } from "../../theme";
import { Avatar } from "../../ui/Avatar";
import { Menu } from "../../ui/Menu";
import { useMe } from "../channels/use-channels";
import { Dot } from "../presence/Dot";

const THEMES: readonly Theme[] = ["system", "light", "dark"];
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

export function AccountMenu() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const session = useSession();
  const next = THEMES[(THEMES.indexOf(storedTheme()) + 1) % THEMES.length] ?? "system";
  const Icon = ICONS[next];
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={t("settings.account", { name: me.display_name })}
          className="relative rounded-menu"
        >
          <Avatar name={me.display_name} url={me.avatar_url} />
          <Dot user={me.id} className="absolute -right-0.5 -bottom-0.5" />
        </button>
      }
      groups={[
        [
          { label: t(`settings.theme.${next}`), icon: <Icon size={16} />, onSelect: () => applyTheme(next) },
          {
            label: i18n.language === "zh" ? "English" : "中文",
            icon: <Languages size={16} />,
            onSelect: () => void setLanguage(i18n.language === "zh" ? "en" : "zh"),
          },
        ],
        [{ label: t("auth.signOut"), icon: <LogOut size={16} />, onSelect: () => void leave(session) }],
      ]}
    />
  );
}
