import { Keyboard, Languages, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { leave } from "../../session/leave";
import { useSession } from "../../session-context";
import type { Theme } from "../../theme";
import { useLooks } from "../settings/use-looks";
import { type Command, useCommands } from "../shortcuts/commands";
import { useShortcuts } from "../shortcuts/registry";
import { ranked } from "./rank";

const THEMES: readonly Theme[] = ["system", "light", "dark"];
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

/** What one can do from the palette: what the screen offers, and what is always there. */
export function useActions(query: string): readonly Command[] {
  const { t } = useTranslation();
  const session = useSession();
  const looks = useLooks();
  const offered = useCommands((state) => state.commands);
  const own: readonly Command[] = [
    {
      id: "shortcuts",
      title: t("shortcuts.title"),
      icon: <Keyboard size={16} />,
      keywords: ["keys", "help", "快捷键"],
      run: () => useShortcuts.getState().setSheet(true),
    },
    ...THEMES.filter((theme) => theme !== looks.theme).map((theme) => {
      const Icon = ICONS[theme];
      return {
        id: `theme.${theme}`,
        title: t(`settings.theme.${theme}`),
        icon: <Icon size={16} />,
        keywords: ["theme", "主题"],
        run: () => looks.setTheme(theme),
      };
    }),
    {
      id: "language",
      title: looks.language === "zh" ? "English" : "中文",
      icon: <Languages size={16} />,
      keywords: ["language", "语言"],
      run: () => void looks.setLanguage(looks.language === "zh" ? "en" : "zh"),
    },
    { id: "signOut", title: t("auth.signOut"), icon: <LogOut size={16} />, run: () => void leave(session) },
  ];
  return ranked(query, [...offered.values(), ...own], (action) => [action.title, ...(action.keywords ?? [])]);
}
