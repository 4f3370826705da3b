import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { reactors } from "../../api/messages";
import { explain } from "../../api/problem";
import type { Message, Reactor } from "../../api/types";
import { EmojiText } from "../../emoji/EmojiText";
import { People } from "./People";

/** Who reacted, by emoji, in the order in which the emoji came. */
export function Reactors({ message }: { readonly message: Message }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: keys.reactors(message.id),
    queryFn: () => reactors(message.id),
    staleTime: 0,
  });
  if (error !== null) return <p role="alert">{explain(error)}</p>;
  if (!data) return <p className="text-muted">{t("app.loading")}</p>;
  return [...Map.groupBy(data, (one: Reactor) => one.emoji)].map(([emoji, group]) => (
    <section key={emoji} aria-label={t("messages.reactionCount", { emoji, count: group.length })} className="mb-3">
      <h3 className="mb-1 flex items-center gap-2 font-semibold">
        <span className="text-page">
          <EmojiText emoji={emoji} />
        </span>
        <span className="text-meta text-muted tabular-nums">{group.length}</span>
      </h3>
      <People people={group.map(({ user }) => user)} />
    </section>
  ));
}
