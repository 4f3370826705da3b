import { Bold, Code, Italic, Link, Paperclip, SendHorizontal, Sigma, Strikethrough } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "../../ui/cx";
import { IconButton } from "../../ui/IconButton";
import { ariaLabel, keyLabel } from "../shortcuts/registry";
import { EmojiButton } from "./EmojiButton";
import type { Mark } from "./format";

interface Props {
  readonly onMark: (mark: Mark) => void;
  readonly onLink: () => void;
  readonly onEmoji: (emoji: string) => void;
  readonly onAttach: () => void;
  readonly onSend: () => void;
  readonly ready: boolean;
  /** More buttons of what can be put into a message. */
  readonly more: ReactNode;
  readonly children: ReactNode;
}

const MARKS = [
  { name: "bold", mark: "**", Icon: Bold, key: "bold" },
  { name: "italic", mark: "*", Icon: Italic, key: "italic" },
  { name: "strike", mark: "~~", Icon: Strikethrough, key: "strike" },
  { name: "code", mark: "`", Icon: Code, key: "code" },
  { name: "math", mark: "$", Icon: Sigma, key: undefined },
] as const;

/** The buttons below the text. On a narrow screen those stay that no keyboard can do. */
export function Toolbar({ onMark, onLink, onEmoji, onAttach, onSend, ready, more, children }: Props) {
  const { t } = useTranslation();
  const marks = MARKS.map(({ name, mark, Icon, key }) => (
    <IconButton
      key={name}
      label={key === undefined ? t(`composer.${name}`) : `${t(`composer.${name}`)} (${keyLabel(key)})`}
      {...(key === undefined ? {} : { "aria-keyshortcuts": ariaLabel(key) })}
      icon={<Icon size={16} />}
      onClick={() => onMark(mark)}
    />
  ));
  return (
    <div className="flex flex-wrap items-center gap-y-0.5 px-1.5 pb-1.5">
      <div className="hidden @sm:flex">
        {marks}
        <IconButton label={t("composer.link")} icon={<Link size={16} />} onClick={onLink} />
        <span aria-hidden="true" className="mx-1 my-1.5 w-px bg-line" />
      </div>
      <EmojiButton onPick={onEmoji} />
      <IconButton
        label={`${t("composer.attach")} (${keyLabel("upload")})`}
        aria-keyshortcuts={ariaLabel("upload")}
        icon={<Paperclip size={16} />}
        onClick={onAttach}
      />
      {more}
      {children}
      <IconButton
        label={t("composer.send")}
        icon={<SendHorizontal size={17} />}
        onClick={onSend}
        disabled={!ready}
        className={cx("ml-auto", ready && "bg-accent text-on-accent hover:bg-accent hover:text-on-accent")}
      />
    </div>
  );
}
