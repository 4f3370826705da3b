import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../api/types";
import { draftPlace, NO_DRAFT, useDrafts } from "../../outbox/drafts";
import { useSession } from "../../session-context";
import { GifButton } from "../gifs/GifButton";
import { shortcutOf, useShortcut } from "../shortcuts/registry";
import { AutocompleteList } from "./AutocompleteList";
import { complete, type Suggestion } from "./autocomplete";
import { insert, insertLink, isInsideFence, type Mark, newLine, toggleAround } from "./format";
import { bytesLeft } from "./limit";
import { Counter, LongText } from "./Notices";
import { sendDraft, trimmed } from "./send";
import { Toolbar } from "./Toolbar";
import { Tray } from "./Tray";
import { useCompletion } from "./use-completion";
import { useField } from "./use-field";
import { usePaste } from "./use-paste";
import { useSlowMode } from "./use-slow-mode";
import { useTray } from "./use-tray";
import { useTypingSignal } from "./use-typing-signal";

export interface ComposerProps {
  readonly channel: Channel;
  readonly root: string | null;
  readonly placeholder: string;
  readonly channels: readonly Channel[];
  /** Threads offer to send a reply to the channel as well. */
  readonly alsoLabel?: string;
  /** ↑ in an empty composer; false when there is nothing to edit. */
  readonly onEditLast?: () => unknown;
  readonly onSent?: () => void;
}

const MARKS = { bold: "**", italic: "*", code: "`", strike: "~~" } as const satisfies Record<string, Mark>;

/** Where one writes. What is written is the draft of its place, and the outbox's once it is sent: it never locks. */
export function Composer({ channel, root, placeholder, channels, alsoLabel, onEditLast, onSent }: ComposerProps) {
  const { t } = useTranslation();
  const session = useSession();
  const place = draftPlace(channel.id, root);
  const text = useDrafts(({ drafts }) => (drafts[place] ?? NO_DRAFT).text);
  const setText = (next: string) => session.sender.drafts.write(place, next);
  const [also, setAlso] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const counterId = useId();
  const field = useField(text, setText);
  const tray = useTray(place, channel.workspace_id);
  const paste = usePaste(field, tray);
  const completion = useCompletion(channel, channels);
  const signalTyping = useTypingSignal(channel.id, root);
  const slow = useSlowMode(channel);
  useShortcut("upload", () => picker.current?.click());

  const left = bytesLeft(text);
  const tooLong = left !== undefined && left < 0;
  const ready = (text.trim() !== "" || tray.files.length > 0) && !tooLong && !tray.refused && slow === 0;
  const mark = (wanted: Mark) => field.apply((all, start, end) => toggleAround(all, start, end, wanted));
  const accept = (suggestion: Suggestion) =>
    field.apply((all, start) => {
      if (!completion.query) return undefined;
      const done = complete(all, completion.query, start, suggestion);
      return { text: done.text, start: done.caret, end: done.caret };
    });
  const send = () => {
    if (!ready || !sendDraft(session, channel, root, also)) return;
    field.ref.current?.focus();
    onSent?.();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter chooses a word; 229 is what older engines say instead.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const chosen = completion.onKey(event);
    if (chosen !== false) {
      event.preventDefault();
      if (chosen !== true) accept(chosen);
    } else if (act(event)) {
      event.preventDefault();
    }
  };
  /** Whether the key was one of ours. */
  const act = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      send();
      return true;
    }
    const id = shortcutOf(event, "composer");
    switch (id) {
      case "send":
        if (isInsideFence(text, event.currentTarget.selectionStart)) field.apply(newLine);
        else send();
        return true;
      case "newLine":
        field.apply(newLine);
        return true;
      case "editLast":
        return text === "" && tray.files.length === 0 && onEditLast !== undefined && onEditLast() !== false;
      case "bold":
      case "italic":
      case "code":
      case "strike":
        mark(MARKS[id]);
        return true;
      default:
        if (event.key !== "Escape" || paste.long === undefined) return false;
        paste.forget();
        return true;
    }
  };

  return (
    <div className="relative px-5 pb-1">
      {completion.open && <AutocompleteList completion={completion} onAccept={accept} />}
      <div className="@container rounded-composer border border-line-strong bg-canvas focus-within:border-link">
        {paste.long !== undefined ? (
          <LongText
            text={paste.long}
            typed={false}
            onFile={() => paste.asFile(paste.long ?? "")}
            onPaste={paste.anyway}
            onClose={paste.forget}
          />
        ) : (
          tooLong && (
            <LongText
              text={trimmed(text)}
              typed
              onFile={() => {
                paste.asFile(trimmed(text));
                setText("");
              }}
              onPaste={paste.anyway}
              onClose={paste.forget}
            />
          )
        )}
        <Tray tray={tray} />
        <textarea
          ref={field.ref}
          value={text}
          data-composer={place}
          onChange={(event) => {
            setText(event.target.value);
            completion.update(event.target.value, event.target.selectionStart);
            if (event.target.value !== "") signalTyping();
          }}
          onKeyDown={onKeyDown}
          onSelect={(event) => completion.update(event.currentTarget.value, event.currentTarget.selectionStart)}
          onBlur={completion.close}
          onPaste={paste.onPaste}
          placeholder={placeholder}
          aria-label={placeholder}
          aria-describedby={left === undefined ? undefined : counterId}
          aria-invalid={tooLong || undefined}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={completion.open}
          aria-controls={completion.open ? completion.listId : undefined}
          aria-activedescendant={completion.open ? `${completion.listId}-${completion.index}` : undefined}
          enterKeyHint="send"
          rows={1}
          dir="auto"
          className="field-sizing-content block max-h-[40vh] min-h-11 w-full resize-none bg-transparent px-3.5 pt-2.5 outline-none"
        />
        <Toolbar
          onMark={mark}
          onLink={() => field.apply(insertLink)}
          onEmoji={(emoji) => field.apply((all, start, end) => insert(all, start, end, emoji))}
          onAttach={() => picker.current?.click()}
          onSend={send}
          ready={ready}
          more={
            <GifButton place={place} workspace={channel.workspace_id} onPicked={() => field.ref.current?.focus()} />
          }
        >
          {alsoLabel !== undefined && (
            <label className="ml-1 flex min-h-8 min-w-0 items-center gap-1.5 text-meta text-muted pointer-coarse:min-h-11">
              <input
                type="checkbox"
                checked={also}
                onChange={(event) => setAlso(event.target.checked)}
                className="size-4 shrink-0 accent-accent"
              />
              <span className="truncate">{alsoLabel}</span>
            </label>
          )}
          {left !== undefined && <Counter left={left} id={counterId} />}
          {slow > 0 && (
            <span role="timer" className="px-2 text-label text-muted tabular-nums">
              {t("composer.slowMode", { seconds: slow })}
            </span>
          )}
        </Toolbar>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t("composer.attach")}
          onChange={(event) => {
            tray.add([...(event.target.files ?? [])]);
            event.target.value = "";
            field.ref.current?.focus();
          }}
        />
      </div>
    </div>
  );
}
