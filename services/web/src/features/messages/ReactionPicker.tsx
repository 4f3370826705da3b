import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { Popover } from "../../ui/Popover";

export const QUICK_EMOJI = [
  "👍",
  "❤️",
  "😂",
  "🎉",
  "👀",
  "🙏",
  "✅",
  "🚀",
  "😮",
  "😢",
  "🔥",
  "👏",
  "💯",
  "🤔",
  "👌",
  "😄",
  "➕",
  "☕",
] as const;

export function ReactionPicker({
  trigger,
  onPick,
}: {
  readonly trigger: ReactElement;
  readonly onPick: (emoji: string) => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover trigger={trigger} label={t("messages.react")} open={open} onOpenChange={setOpen} side="top">
      <div className="grid grid-cols-6 gap-0.5 p-2">
        {QUICK_EMOJI.map((emoji) => (
          <button
            key={emoji}
            type="button"
            aria-label={t("messages.reactWith", { emoji })}
            onClick={() => {
              setOpen(false);
              onPick(emoji);
            }}
            className="grid size-9 place-items-center rounded-control text-title hover:bg-hover"
          >
            {emoji}
          </button>
        ))}
      </div>
    </Popover>
  );
}
