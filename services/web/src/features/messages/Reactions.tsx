import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import type { Message, Reaction, User } from "../../api/types";
import { useUsers } from "../../api/use-user";
import { useHeard } from "../../blocked";
import { EmojiText } from "../../emoji/EmojiText";
import { formatNames } from "../../i18n/format";
import { cx } from "../../ui/cx";
import { Tooltip } from "../../ui/Tooltip";

/** Named in the tooltip; the rest is counted. */
const NAMED = 8;

export interface ReactionsProps {
  readonly message: Message;
  /** Names are fetched for the row that somebody is at, not for every row that scrolls by. */
  readonly near: boolean;
  readonly onToggle: (emoji: string) => void;
  /** Show everybody who reacted. */
  readonly onMore: () => void;
}

export function Reactions({ message, near, onToggle, onMore }: ReactionsProps) {
  const { t } = useTranslation();
  return (
    <ul className="mt-1 flex flex-wrap gap-1" aria-label={t("messages.reactions")}>
      {message.reactions.map((reaction) => (
        <li key={reaction.emoji}>
          <Chip
            reaction={reaction}
            near={near}
            onToggle={() => onToggle(reaction.emoji)}
            onMore={(event) => {
              event.preventDefault();
              onMore();
            }}
          />
        </li>
      ))}
    </ul>
  );
}

interface ChipProps {
  readonly reaction: Reaction;
  readonly near: boolean;
  readonly onToggle: () => void;
  readonly onMore: (event: React.MouseEvent) => void;
}

function Chip({ reaction, near, onToggle, onMore }: ChipProps) {
  const { t } = useTranslation();
  return (
    <Tooltip text={useNames(reaction, near)}>
      <button
        type="button"
        aria-pressed={reaction.me}
        aria-label={t("messages.reactionCount", { emoji: reaction.emoji, count: reaction.count })}
        onClick={onToggle}
        onContextMenu={onMore}
        className={cx(
          "finger flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-meta tabular-nums pointer-coarse:h-9 pointer-coarse:px-3",
          reaction.me
            ? "border-accent bg-selected font-semibold text-accent-ink"
            : "border-line bg-hover text-ink hover:border-line-strong",
        )}
      >
        <span aria-hidden="true">
          <EmojiText emoji={reaction.emoji} />
        </span>
        <span aria-hidden="true">{reaction.count}</span>
      </button>
    </Tooltip>
  );
}

const NOBODY: readonly string[] = [];

function useNames(reaction: Reaction, near: boolean): string {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const ids = useHeard(reaction.user_ids, (id) => id).slice(0, NAMED);
  const asked = useUsers(near ? ids : NOBODY);
  const names = ids.map((id, at) => {
    const person = asked[at] ?? cache.getQueryData<User | null>(keys.user(id));
    return person?.display_name ?? t("people.somebody");
  });
  const others = reaction.count - names.length;
  return formatNames(others > 0 ? [...names, t("messages.others", { count: others })] : names);
}
