import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Message } from "../../api/types";
import { useUsers } from "../../api/use-user";
import { useHeard } from "../../blocked";
import { formatWhen } from "../../i18n/format";
import { Avatar } from "../../ui/Avatar";

const FACES = 3;

/** How many have answered below, who, and when last; opens the thread. */
export function ThreadSummary({ message, onOpen }: { readonly message: Message; readonly onOpen: () => void }) {
  const { t } = useTranslation();
  const ids = useHeard(message.reply_user_ids, (id) => id).slice(-FACES);
  const people = useUsers(ids);
  return (
    <button
      type="button"
      onClick={onOpen}
      className="group/thread -ml-1.5 mt-1 flex min-h-8 max-w-full items-center gap-2 rounded-control border border-transparent px-1.5 text-meta hover:border-line hover:bg-canvas pointer-coarse:min-h-11"
    >
      <span aria-hidden="true" className="flex gap-1">
        {people.map((person, at) =>
          person ? (
            <Avatar key={person.id} name={person.display_name} url={person.avatar_url} size={20} />
          ) : (
            <span key={ids[at]} className="size-5 rounded-menu bg-hover" />
          ),
        )}
      </span>
      <span className="font-semibold text-link group-hover/thread:underline">
        {t("messages.replies", { count: message.reply_count })}
      </span>
      {message.last_reply_at !== null && (
        <span className="truncate text-subtle">{formatWhen(Date.parse(message.last_reply_at), Date.now())}</span>
      )}
      <ChevronRight size={15} aria-hidden="true" className="shrink-0 text-subtle" />
    </button>
  );
}
