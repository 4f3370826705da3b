import { Smile } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/IconButton";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { Popover } from "../../ui/Popover";

const EmojiPicker = lazyPart(() => import("../../emoji/EmojiPicker").then((part) => part.default));

export function EmojiButton({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const pick = (emoji: string) => {
    setOpen(false);
    // The panel gives the focus back to its button when it is gone; the text is where it belongs.
    setTimeout(() => onPick(emoji));
  };
  return (
    <Popover
      trigger={<IconButton label={t("composer.emoji")} icon={<Smile size={17} />} />}
      label={t("composer.emoji")}
      open={open}
      onOpenChange={setOpen}
      side="top"
    >
      <LazyPart>
        <EmojiPicker onPick={pick} />
      </LazyPart>
    </Popover>
  );
}
