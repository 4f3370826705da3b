import type { User } from "../../api/types";
import { Avatar } from "../../ui/Avatar";

export function People({ people }: { readonly people: readonly User[] }) {
  return (
    <ul className="max-h-72 min-w-52 overflow-y-auto">
      {people.map((person) => (
        <li key={person.id} className="flex min-h-9 items-center gap-2.5">
          <Avatar name={person.display_name} url={person.avatar_url} size={24} />
          <bdi className="truncate">{person.display_name}</bdi>
        </li>
      ))}
    </ul>
  );
}
