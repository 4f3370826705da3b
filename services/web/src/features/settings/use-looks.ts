import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Language, preferredLanguage, setLanguage } from "../../i18n";
import { useSession } from "../../session-context";
import { applyTheme, type Theme } from "../../theme";
import { toast } from "../../ui/toast";
import { useMe } from "../channels/use-channels";
import { useMePatch } from "./use-me-patch";

/** Colours and language: seen at once, in every tab, and kept with the account. */
export function useLooks() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const session = useSession();
  const patch = useMePatch();
  // The texts of another language are fetched first; the choice is shown meanwhile.
  const [wanted, setWanted] = useState<Language>();
  return {
    theme: me.theme,
    language: wanted ?? preferredLanguage(i18n.language),
    setTheme: (theme: Theme) => {
      applyTheme(theme);
      session.tabs.tell("theme", theme);
      void patch({ theme });
    },
    setLanguage: async (language: Language) => {
      setWanted(language);
      try {
        await setLanguage(language);
      } catch {
        toast.error(t("app.partFailed"));
        return;
      } finally {
        setWanted(undefined);
      }
      session.tabs.tell("language", language);
      await patch({ locale: language });
    },
  };
}
