import { useEffect, useRef } from "react";
import { preferredLanguage, setLanguage } from "../../i18n";
import { applyTheme } from "../../theme";
import { useMe } from "../channels/use-channels";

/** Takes colours and language as another device of mine has changed them; other tabs tell it themselves. */
export function FollowLooks() {
  const { theme, locale } = useMe();
  const known = useRef({ theme, locale });
  useEffect(() => {
    // What the account says when the page opens is applied by whoever opens the session.
    if (known.current.theme !== theme) applyTheme(theme);
    if (known.current.locale !== locale) void setLanguage(preferredLanguage(locale));
    known.current = { theme, locale };
  }, [theme, locale]);
  return null;
}
