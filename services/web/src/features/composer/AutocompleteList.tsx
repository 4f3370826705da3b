import { Hash, Lock, Megaphone, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { EmojiText } from "../../emoji/EmojiText";
import { Avatar } from "../../ui/Avatar";
import { cx } from "../../ui/cx";
import { Dot } from "../presence/Dot";
import type { Suggestion } from "./autocomplete";
import type { Completion } from "./use-completion";

interface Props {
  readonly completion: Completion;
  readonly onAccept: (suggestion: Suggestion) => void;
}

/** What could be meant. The focus stays in the text; the field says which one is pointed at. */
export function AutocompleteList({ completion, onAccept }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const { index } = completion;
  useEffect(() => {
    list.current?.children[index]?.scrollIntoView({ block: "nearest" });
  }, [index]);
  return (
    <div
      ref={list}
      id={completion.listId}
      role="listbox"
      aria-label={t("composer.suggestions")}
      className="appear absolute bottom-full left-5 z-30 mb-1 max-h-72 w-88 max-w-[calc(100%-40px)] overflow-y-auto rounded-menu border border-line bg-raised p-1 shadow-float"
    >
      {completion.suggestions.map((suggestion, at) => (
        <div
          key={suggestion.key}
          id={`${completion.listId}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === index}
          onPointerMove={() => at !== index && completion.point(at)}
          // Before the field loses the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            onAccept(suggestion);
          }}
          className={cx(
            "flex min-h-9 cursor-default items-center gap-2 rounded-control px-2 pointer-coarse:min-h-11",
            at === index && "bg-selected",
          )}
        >
          <Face suggestion={suggestion} />
        </div>
      ))}
    </div>
  );
}

function Face({ suggestion }: { readonly suggestion: Suggestion }) {
  const { t } = useTranslation();
  switch (suggestion.kind) {
    case "person":
      return (
        <>
          <Avatar name={suggestion.user.display_name} url={suggestion.user.avatar_url} size={24} />
          <bdi className="truncate font-medium">{suggestion.user.display_name}</bdi>
          <span className="min-w-0 flex-1 truncate text-meta text-muted">@{suggestion.user.handle}</span>
          {suggestion.here === false ? (
            <span className="flex shrink-0 items-center gap-1 text-label text-subtle">
              <TriangleAlert size={13} aria-hidden="true" />
              {t("composer.notHere")}
            </span>
          ) : (
            <Dot user={suggestion.user.id} />
          )}
        </>
      );
    case "everyone":
      return (
        <>
          <Megaphone size={18} aria-hidden="true" className="mx-0.5 shrink-0 text-muted" />
          <span className="font-medium">@{suggestion.word}</span>
          <span className="truncate text-meta text-muted">{t(`composer.everyone.${suggestion.word}`)}</span>
        </>
      );
    case "channel": {
      const Icon = suggestion.channel.kind === "private" ? Lock : Hash;
      return (
        <>
          <Icon size={16} aria-hidden="true" className="shrink-0 text-muted" />
          <bdi className="shrink-0 font-medium">{suggestion.channel.name}</bdi>
          <span className="truncate text-meta text-muted">{suggestion.channel.topic}</span>
        </>
      );
    }
    case "emoji":
      return (
        <>
          <span aria-hidden="true" className="w-6 text-center text-title">
            <EmojiText emoji={suggestion.emoji} />
          </span>
          <span className="truncate font-medium">{suggestion.name}</span>
          <span className="truncate text-meta text-muted">:{suggestion.shortcode}:</span>
        </>
      );
  }
}
