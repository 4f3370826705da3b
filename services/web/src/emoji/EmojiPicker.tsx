import {
  type EmojiPickerListCategoryHeaderProps,
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
  EmojiPicker as Frimousse,
} from "frimousse";
import { Search } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "../ui/cx";
import { useCustomEmojis } from "./custom";
import { emojiLocale } from "./data";
import { EmojiText } from "./EmojiText";
import { TONES, type Tone, useEmojiHabits, useRecentEmoji } from "./recents";
import { resolveEmojis, withOwn } from "./resolve";

export interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void;
}

const COLUMNS = 8;

/** Every emoji, by search, by group and by arrow keys; in the language of the client. */
export default function EmojiPicker({ onPick }: EmojiPickerProps) {
  const { t, i18n } = useTranslation();
  const recent = useRecentEmoji(COLUMNS);
  const tone = useEmojiHabits((state) => state.tone);
  const used = useEmojiHabits((state) => state.used);
  const own = useCustomEmojis();
  // Another function is another set of data for the library.
  const resolve = useMemo(
    () => async (locale: string) => withOwn(await resolveEmojis(locale), [...own.keys()], t("emoji.own")),
    [own, t],
  );
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => search.current?.focus(), []);
  const pick = (emoji: string) => {
    used(emoji);
    onPick(emoji);
  };
  return (
    <Frimousse.Root
      key={own.size}
      locale={emojiLocale(i18n.language)}
      columns={COLUMNS}
      skinTone={tone}
      resolveEmojiData={resolve}
      onEmojiSelect={({ emoji }) => pick(emoji)}
      className="flex h-96 max-h-[min(384px,var(--radix-popover-content-available-height,60dvh))] w-80 max-w-[calc(100vw-32px)] flex-col"
    >
      <div className="flex items-center gap-1 p-2">
        <span className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-control border border-line-strong bg-canvas px-2.5 focus-within:outline-2 focus-within:outline-link focus-within:outline-offset-1 pointer-coarse:h-11">
          <Search size={15} aria-hidden="true" className="shrink-0 text-subtle" />
          <Frimousse.Search
            ref={search}
            aria-label={t("emoji.search")}
            placeholder={t("emoji.search")}
            className="w-full min-w-0 bg-transparent outline-none"
          />
        </span>
        <ToneButton />
      </div>
      <fieldset aria-label={t("emoji.recent")} className="flex min-w-0 px-2 pb-1">
        {recent.map((emoji) => (
          <button
            key={emoji}
            type="button"
            aria-label={t("emoji.pick", { emoji })}
            onClick={() => pick(emoji)}
            className="grid h-9 w-1/8 shrink-0 place-items-center rounded-control text-page hover:bg-hover"
          >
            <EmojiText emoji={emoji} />
          </button>
        ))}
      </fieldset>
      <Frimousse.Viewport
        tabIndex={0}
        aria-label={t("emoji.all")}
        className="relative min-h-0 flex-1 overflow-x-hidden border-line border-t outline-offset-[-2px]"
      >
        <Frimousse.Loading className="absolute inset-0 grid place-items-center text-muted">
          {t("app.loading")}
        </Frimousse.Loading>
        <Frimousse.Empty className="absolute inset-0 grid place-items-center text-muted">
          {t("emoji.none")}
        </Frimousse.Empty>
        <Frimousse.List
          aria-label={t("emoji.all")}
          className="select-none pb-2"
          components={{ CategoryHeader, Row, Emoji: Cell }}
        />
      </Frimousse.Viewport>
      <div aria-hidden="true" className="flex h-10 items-center gap-2 truncate border-line border-t px-3 text-muted">
        <Frimousse.ActiveEmoji>
          {({ emoji }) =>
            emoji ? (
              <>
                <span className="text-page">
                  <EmojiText emoji={emoji.emoji} />
                </span>
                <span className="truncate text-meta">{emoji.label}</span>
              </>
            ) : (
              <span className="text-meta">{t("emoji.hint")}</span>
            )
          }
        </Frimousse.ActiveEmoji>
      </div>
    </Frimousse.Root>
  );
}

/** Goes through the five tones and back to none; the choice is remembered. */
function ToneButton() {
  const { t } = useTranslation();
  const tone = useEmojiHabits((state) => state.tone);
  const setTone = useEmojiHabits((state) => state.setTone);
  const next: Tone = TONES[(TONES.indexOf(tone) + 1) % TONES.length] ?? "none";
  return (
    <Frimousse.SkinTone emoji="✋">
      {({ skinToneVariations }) => (
        <button
          type="button"
          aria-label={t("emoji.tone", { tone: t(`emoji.tones.${tone}`) })}
          onClick={() => setTone(next)}
          className="grid size-9 shrink-0 place-items-center rounded-control text-title hover:bg-hover pointer-coarse:size-11"
        >
          {skinToneVariations.find((one) => one.skinTone === tone)?.emoji ?? "✋"}
        </button>
      )}
    </Frimousse.SkinTone>
  );
}

function CategoryHeader({ category, ...props }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div {...props} className="bg-raised px-3 pt-2 pb-1 font-semibold text-label text-muted">
      {category.label}
    </div>
  );
}

/** ARIA counts rows and columns from 1, the library from 0. */
const fromOne = (index: number | undefined) => (index === undefined ? undefined : index + 1);

function Row({ children, ...props }: EmojiPickerListRowProps) {
  const counted = { ...props, "aria-rowindex": fromOne(props["aria-rowindex"]) };
  return (
    <div {...counted} className="scroll-my-1 px-2">
      {children}
    </div>
  );
}

function Cell({ emoji, ...props }: EmojiPickerListEmojiProps) {
  const counted = { ...props, "aria-colindex": fromOne(props["aria-colindex"]) };
  return (
    <button
      type="button"
      {...counted}
      className={cx(
        "grid h-9 w-1/8 shrink-0 place-items-center rounded-control text-page",
        emoji.isActive && "bg-hover outline-2 outline-link -outline-offset-2",
      )}
    >
      <EmojiText emoji={emoji.emoji} />
    </button>
  );
}
