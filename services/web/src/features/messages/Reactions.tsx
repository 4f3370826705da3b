import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import type { Reaction, User } from "../../api/types";
import { formatNames } from "../../i18n/format";
import { cx } from "../../ui/cx";
import { Tooltip } from "../../ui/Tooltip";

const NAMED = 8;

export function Reactions({
  reactions,
  onToggle,
}: {
  readonly reactions: readonly Reaction[];
  readonly onToggle: (emoji: string) => void;
}) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const who = (reaction: Reaction) => {
    const known = reaction.user_ids
      .slice(0, NAMED)
      .map((id) => cache.getQueryData<User>(keys.user(id))?.display_name ?? t("people.somebody"));
    return formatNames(known);
  };
  return (
    <ul className="mt-1 flex flex-wrap gap-1" aria-label={t("messages.reactions")}>
      {reactions.map((reaction) => (
        <li key={reaction.emoji}>
          <Tooltip text={who(reaction)}>
            <button
              type="button"
              aria-pressed={reaction.me}
              aria-label={t("messages.reactionCount", { emoji: reaction.emoji, count: reaction.count })}
              onClick={() => onToggle(reaction.emoji)}
              className={cx(
                "flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-meta tabular-nums",
                reaction.me
                  ? "border-accent bg-selected text-accent-ink"
                  : "border-line bg-hover text-ink hover:border-line-strong",
              )}
            >
              <span aria-hidden="true">{reaction.emoji}</span>
              <span aria-hidden="true">{reaction.count}</span>
            </button>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
