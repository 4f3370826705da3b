import { useTranslation } from "react-i18next";
import { type Language, preferredLanguage, setLanguage } from "../../i18n";
import { useSession } from "../../session-context";
import { applyTheme, type Theme } from "../../theme";
import { useMe } from "../channels/use-channels";
import { useMePatch } from "./use-me-patch";

/** Colours and language: seen at once, in every tab, and kept with the account. */
export function useLooks() {
  const { i18n } = useTranslation();
  const me = useMe();
  const session = useSession();
  const patch = useMePatch();
  return {
    theme: me.theme,
    language: preferredLanguage(i18n.language),
    setTheme: (theme: Theme) => {
      applyTheme(theme);
      session.tabs.tell("theme", theme);
      void patch({ theme });
    },
    setLanguage: async (language: Language) => {
      await setLanguage(language);
      session.tabs.tell("language", language);
      await patch({ locale: language });
    },
  };
}
