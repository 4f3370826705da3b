import { SmilePlus } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useTranslation } from "react-i18next";
import { useEmojiHabits, useRecentEmoji } from "../../emoji/recents";
import { cx } from "../../ui/cx";
import { useFocusReturn } from "../../ui/focus";
import type { MenuItem } from "../../ui/Menu";
import type { RowToolsProps } from "./row-items";

const QUICK = 6;

interface ActionSheetProps extends Omit<RowToolsProps, "open"> {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly items: readonly (readonly MenuItem[])[];
}

/** The toolbar and its menu for fingers: rises from the lower edge, each line 44 px or more. */
export function ActionSheet({ open, onClose, items, message, actions, onOpen }: ActionSheetProps) {
  const { t } = useTranslation();
  const quick = useRecentEmoji(QUICK);
  const giveBack = useFocusReturn(open);
  return (
    <Radix.Root open={open} onOpenChange={(shown) => shown || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 appear bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={giveBack}
          className="fixed inset-x-0 bottom-0 z-40 mx-auto max-h-[80dvh] max-w-lg overflow-y-auto rounded-t-dialog border border-line bg-raised px-2 pt-3 pb-[max(12px,env(safe-area-inset-bottom))] shadow-float focus:outline-none"
        >
          <Radix.Title className="sr-only">{t("row.actionsOn", { name: message.author.display_name })}</Radix.Title>
          <div className="mb-2 flex justify-between gap-1 px-1">
            {quick.map((emoji) => (
              <button
                key={emoji}
                type="button"
                aria-label={t("messages.reactWith", { emoji })}
                onClick={() => {
                  onClose();
                  useEmojiHabits.getState().used(emoji);
                  actions.toggle(emoji);
                }}
                className="grid size-11 place-items-center rounded-full bg-hover text-page"
              >
                {emoji}
              </button>
            ))}
            <button
              type="button"
              aria-label={t("messages.react")}
              onClick={() => onOpen("react")}
              className="grid size-11 place-items-center rounded-full bg-hover text-muted"
            >
              <SmilePlus size={18} aria-hidden="true" />
            </button>
          </div>
          {items
            // Reacting has its own row above.
            .map((group) => group.filter((item) => item.label !== t("messages.react")))
            .filter((group) => group.length > 0)
            .map((group) => (
              <ul key={group.map((item) => item.label).join("|")} className="border-line border-t py-1">
                {group.map((item) => (
                  <li key={item.label}>
                    <button
                      type="button"
                      onClick={() => {
                        onClose();
                        item.onSelect();
                      }}
                      className={cx(
                        "flex min-h-12 w-full items-center gap-3 rounded-control px-3 text-left active:bg-hover",
                        item.danger && "text-danger",
                      )}
                    >
                      {item.icon}
                      {item.label}
                    </button>
                  </li>
                ))}
              </ul>
            ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
