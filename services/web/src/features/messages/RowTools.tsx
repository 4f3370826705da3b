import { MoreHorizontal, Reply, SmilePlus } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmojiText } from "../../emoji/EmojiText";
import { useEmojiHabits, useRecentEmoji } from "../../emoji/recents";
import { ConfirmModal } from "../../ui/ConfirmModal";
import { Dialog } from "../../ui/Dialog";
import { IconButton } from "../../ui/IconButton";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { Menu } from "../../ui/Menu";
import { Popover } from "../../ui/Popover";
import { BlockModal } from "../blocks/BlockModal";
import { useChannel } from "../channels/use-channels";
import { ActionSheet } from "./ActionSheet";
import { Reactors } from "./Reactors";
import { Readers } from "./Readers";
import { type RowToolsProps, useRowItems } from "./row-items";

const EmojiPicker = lazyPart(() => import("../../emoji/EmojiPicker").then((part) => part.default));

const QUICK = 3;

/** Everything that acts on one message: the toolbar at its corner, the sheet of a long press, and what they open. */
export function RowTools(props: RowToolsProps) {
  const { t } = useTranslation();
  const { message, actions, open, onOpen } = props;
  const close = (shown: boolean) => shown || onOpen(undefined);
  const items = useRowItems(props);
  return (
    <>
      {open !== "sheet" && <Toolbar {...props} items={items} />}
      <ActionSheet {...props} open={open === "sheet"} onClose={() => onOpen(undefined)} items={items} />
      <Dialog open={open === "reactors"} onOpenChange={close} title={t("row.reactors")}>
        <Reactors message={message} />
      </Dialog>
      <Dialog open={open === "readers"} onOpenChange={close} title={t("row.readers")}>
        <Readers message={message} />
      </Dialog>
      <BlockModal user={message.author} open={open === "block"} onOpenChange={close} />
      <ConfirmModal
        open={open === "delete"}
        onOpenChange={close}
        title={t("messages.deleteTitle")}
        text={t("messages.deleteText")}
        confirm={t("app.delete")}
        onConfirm={actions.remove}
      />
    </>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** ← and → go from button to button, round and round. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  // What a popover shows is a child of the toolbar for React, though not on the page.
  if (step === undefined || at < 0) return;
  event.preventDefault();
  buttons.at((at + step) % buttons.length)?.focus();
}

function Toolbar(props: RowToolsProps & { readonly items: ReturnType<typeof useRowItems> }) {
  const { t } = useTranslation();
  const { message, actions, onReply, open, onOpen, items } = props;
  const recent = useRecentEmoji(QUICK);
  // What is used comes first, but not under the pointer that has just used it.
  const [kept, setKept] = useState<readonly string[]>();
  const quick = kept ?? recent;
  const archived = useChannel(message.channel_id)?.archived_at != null;
  const react = (emoji: string) => {
    setKept(quick);
    useEmojiHabits.getState().used(emoji);
    actions.toggle(emoji);
  };
  return (
    <div
      role="toolbar"
      aria-label={t("row.actions")}
      onKeyDown={walk}
      className="absolute -top-4 right-5 z-10 flex rounded-menu border border-line bg-raised p-0.5 shadow-float"
    >
      {!archived && (
        <>
          {quick.map((emoji) => (
            <IconButton
              key={emoji}
              label={t("messages.reactWith", { emoji })}
              icon={
                <span aria-hidden="true" className="text-title">
                  <EmojiText emoji={emoji} />
                </span>
              }
              onClick={() => react(emoji)}
              className="pointer-coarse:hidden"
            />
          ))}
          <Popover
            trigger={<IconButton label={t("messages.react")} icon={<SmilePlus size={17} />} />}
            label={t("messages.react")}
            side="top"
            open={open === "react"}
            onOpenChange={(shown) => onOpen(shown ? "react" : undefined)}
          >
            <LazyPart>
              <EmojiPicker
                onPick={(emoji) => {
                  onOpen(undefined);
                  actions.toggle(emoji);
                }}
              />
            </LazyPart>
          </Popover>
        </>
      )}
      {onReply && <IconButton label={t("messages.reply")} icon={<Reply size={17} />} onClick={onReply} />}
      <Menu
        trigger={<IconButton label={t("app.more")} icon={<MoreHorizontal size={17} />} />}
        groups={items}
        onOpenChange={(shown) => {
          // What an item opens comes first: closing the menu must not close that as well.
          if (shown) onOpen("menu");
          else if (open === "menu") onOpen(undefined);
        }}
      />
    </div>
  );
}
