import { useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { removeEmbed } from "../../api/messages";
import { explain } from "../../api/problem";
import type { Embed, Message } from "../../api/types";
import { IconButton } from "../../ui/IconButton";
import { toast } from "../../ui/toast";
import { guessEverywhere } from "./patch";
import { untilAnswered } from "./until-answered";

/** Takes a preview away for everybody; it is gone from the screen at once, and comes back when the server refuses. */
export function RemovePreview({ message, embed }: { readonly message: Message; readonly embed: Embed }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const remove = async () => {
    const { embeds } = message;
    const left = embeds.filter((one) => one.url !== embed.url);
    guessEverywhere(cache, message, (row) => ({ ...row, embeds: left }));
    try {
      await untilAnswered(() => removeEmbed(message.id, embed.url));
    } catch (error) {
      guessEverywhere(cache, message, (row) => ({ ...row, embeds }));
      toast.error(explain(error));
    }
  };
  return (
    <span className="absolute top-0 right-0 opacity-0 focus-within:opacity-100 group-hover/card:opacity-100 pointer-coarse:opacity-100">
      <IconButton
        label={t("gifs.removePreview", { title: embed.title || embed.url })}
        icon={<X size={14} />}
        onClick={() => void remove()}
        className="size-6! pointer-coarse:size-11!"
      />
    </span>
  );
}
