import { useEffect, useRef } from "react";
import { preferredLanguage, setLanguage } from "../../i18n";
import { useSession } from "../../session-context";
import { applyTheme } from "../../theme";
import { useMe } from "../channels/use-channels";

/** Takes colours and language as another tab, or another device of mine, has changed them. */
export function FollowLooks() {
  const { theme, locale } = useMe();
  const session = useSession();
  const known = useRef({ theme, locale });
  useEffect(() => {
    const stops = [
      session.tabs.on("theme", applyTheme),
      session.tabs.on("language", (language) => void setLanguage(language)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [session]);
  useEffect(() => {
    // What the account says when the page opens is applied by whoever opens the session.
    if (known.current.theme !== theme) applyTheme(theme);
    if (known.current.locale !== locale) void setLanguage(preferredLanguage(locale));
    known.current = { theme, locale };
  }, [theme, locale]);
  return null;
}
