import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import type { User } from "../../api/types";
import { formatNames } from "../../i18n/format";
import { useTypists } from "./typing";

const NAMED = 3;

/** Who is typing. Its height is always there, so nothing moves when somebody starts. */
export function TypingLine({ place }: { readonly place: string }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const typists = useTypists(place);
  const names = typists.map(
    (typist) => cache.getQueryData<User>(keys.user(typist.user))?.display_name ?? t("people.somebody"),
  );
  const text =
    names.length === 0
      ? ""
      : names.length > NAMED
        ? t("people.severalTyping")
        : t("people.typing", { names: formatNames(names), count: names.length });
  return (
    <p aria-live="off" className="h-5 truncate px-5 text-label text-muted">
      {text}
    </p>
  );
}
