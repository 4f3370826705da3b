import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { people } from "../../api/channels";
import { keys } from "../../api/keys";
import { explain } from "../../api/problem";
import type { User } from "../../api/types";
import { useBlocked } from "../../blocked";
import { Avatar } from "../../ui/Avatar";
import { Field } from "../../ui/Field";

export interface PeoplePickerProps {
  readonly workspace: string;
  readonly chosen: readonly User[];
  readonly onChange: (chosen: readonly User[]) => void;
  /** Who cannot be chosen: they are there already. */
  readonly without?: ReadonlySet<string>;
  readonly most: number;
}

/** People of a workspace to choose from; those chosen stand above, and are taken out there. */
export function PeoplePicker({ workspace, chosen, onChange, without, most }: PeoplePickerProps) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const wanted = useDeferredValue(q.trim());
  const { data, error } = useQuery({
    queryKey: keys.people(workspace, wanted),
    queryFn: () => people(workspace, wanted),
    staleTime: 0,
    placeholderData: (before) => before,
  });
  const ids = new Set(chosen.map((user) => user.id));
  const blocked = useBlocked((state) => state.users);
  const found = data?.data
    .map((member) => member.user)
    .filter((user) => !without?.has(user.id) && !blocked.has(user.id) && !user.deactivated);
  const toggle = (user: User) => {
    if (ids.has(user.id)) onChange(chosen.filter((one) => one.id !== user.id));
    else if (chosen.length < most) onChange([...chosen, user]);
  };
  return (
    <>
      {chosen.length > 0 && (
        <ul className="mb-3 flex flex-wrap gap-1.5" aria-label={t("people.chosen")}>
          {chosen.map((user) => (
            <li key={user.id}>
              <button
                type="button"
                onClick={() => toggle(user)}
                aria-label={t("people.takeOut", { name: user.display_name })}
                className="flex min-h-7 items-center gap-1.5 rounded-full bg-selected py-0.5 pr-2 pl-1 text-meta hover:bg-hover pointer-coarse:min-h-11"
              >
                <Avatar name={user.display_name} url={user.avatar_url} size={20} className="rounded-full" />
                <bdi>{user.display_name}</bdi>
                <X size={14} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Field label={t("people.find")} type="search" value={q} onChange={(event) => setQ(event.target.value)} />
      <ul className="mt-2 max-h-72 min-h-24 overflow-y-auto" aria-label={t("people.found")}>
        {found?.map((user) => (
          <li key={user.id}>
            <label className="flex min-h-11 cursor-pointer items-center gap-3 rounded-control px-2 hover:bg-hover has-disabled:cursor-not-allowed has-disabled:opacity-60">
              <input
                type="checkbox"
                checked={ids.has(user.id)}
                disabled={!ids.has(user.id) && chosen.length >= most}
                onChange={() => toggle(user)}
                className="size-4 accent-accent"
              />
              <Avatar name={user.display_name} url={user.avatar_url} size={28} />
              <span className="min-w-0 flex-1 truncate">
                <bdi>{user.display_name}</bdi> <span className="text-muted">@{user.handle}</span>
              </span>
            </label>
          </li>
        ))}
        {found?.length === 0 && <li className="py-6 text-center text-muted">{t("channels.nothingFound")}</li>}
        {error !== null && <li className="py-6 text-center text-danger">{explain(error)}</li>}
      </ul>
    </>
  );
}
