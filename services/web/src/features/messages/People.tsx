import { useTranslation } from "react-i18next";
import type { User } from "../../api/types";
import { useHeard } from "../../blocked";
import { Avatar } from "../../ui/Avatar";

/** People by name; whom I have blocked stands among them without one. */
export function People({ people }: { readonly people: readonly User[] }) {
  const { t } = useTranslation();
  const heard = useHeard(people, (person) => person.id);
  return (
    <ul className="max-h-72 min-w-52 overflow-y-auto">
      {heard.map((person) => (
        <li key={person.id} className="flex min-h-9 items-center gap-2.5">
          <Avatar name={person.display_name} url={person.avatar_url} size={24} />
          <bdi className="truncate">{person.display_name}</bdi>
        </li>
      ))}
      {heard.length < people.length && (
        <li className="flex min-h-9 items-center text-muted">
          {t("messages.others", { count: people.length - heard.length })}
        </li>
      )}
    </ul>
  );
}
