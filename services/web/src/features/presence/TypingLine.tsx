import { useTranslation } from "react-i18next";
import { useUsers } from "../../api/use-user";
import { formatNames } from "../../i18n/format";
import { useTypists } from "./typing";

const NAMED = 3;

/** Who is typing. Its height is always there, so nothing moves when somebody starts. */
export function TypingLine({ place }: { readonly place: string }) {
  const { t } = useTranslation();
  const typists = useTypists(place);
  const isCrowd = typists.length > NAMED;
  // Of whom only the id is known, the name is asked for; until it is here, somebody types.
  const people = useUsers(isCrowd ? [] : typists.map((typist) => typist.user));
  const names = people.map((user) => user?.display_name ?? t("people.somebody"));
  const text =
    typists.length === 0
      ? ""
      : isCrowd
        ? t("people.severalTyping")
        : t("people.typing", { names: formatNames(names), count: names.length });
  return (
    <p aria-live="off" className="h-5 shrink-0 truncate px-5 text-label text-muted">
      {text}
    </p>
  );
}
