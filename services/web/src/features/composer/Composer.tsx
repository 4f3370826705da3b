import { useQuery } from "@tanstack/react-query";
import { Bold, Code, Italic, Paperclip, SendHorizontal } from "lucide-react";
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { people as fetchPeople } from "../../api/channels";
import { keys } from "../../api/keys";
import type { Channel } from "../../api/types";
import { nonce } from "../../nonce";
import { useSession } from "../../session-context";
import { cx } from "../../ui/cx";
import { IconButton } from "../../ui/IconButton";
import { complete, queryAt, type Suggestion, suggestChannels, suggestPeople } from "./autocomplete";
import { useDraft } from "./drafts";
import { type Edited, linkOver, markOf, toggleAround } from "./format";
import { Tray, useTray } from "./Tray";
import { useTypingSignal } from "./use-typing-signal";

export interface ComposerProps {
  readonly channel: Channel;
  readonly root: string | null;
  readonly placeholder: string;
  readonly channels: readonly Channel[];
  /** Threads offer to send a reply to the channel as well. */
  readonly alsoLabel?: string;
  /** ↑ in an empty composer. */
  readonly onEditLast?: () => void;
  readonly onSent?: () => void;
}

export function Composer({ channel, root, placeholder, channels, alsoLabel, onEditLast, onSent }: ComposerProps) {
  const { t } = useTranslation();
  const session = useSession();
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [text, setText] = useDraft(session.disk, root === null ? channel.id : `${channel.id}/${root}`);
  const [also, setAlso] = useState(false);
  const [dropping, setDropping] = useState(false);
  const selection = useRef<{ start: number; end: number }>(undefined);
  const tray = useTray(channel.workspace_id);
  const completion = useCompletion(channel, channels, text);
  const signalTyping = useTypingSignal(channel.id, root);

  useLayoutEffect(() => {
    const range = selection.current;
    if (range && field.current) field.current.setSelectionRange(range.start, range.end);
    selection.current = undefined;
  });

  const replace = (edited: Edited) => {
    selection.current = { start: edited.start, end: edited.end };
    setText(edited.text);
    field.current?.focus();
  };
  const around = (mark: string) => {
    const element = field.current;
    if (element) replace(toggleAround(text, element.selectionStart, element.selectionEnd, mark));
  };
  const accept = (suggestion: Suggestion) => {
    if (!completion.query || !field.current) return;
    const done = complete(text, completion.query, field.current.selectionStart, suggestion);
    replace({ text: done.text, start: done.caret, end: done.caret });
    completion.close();
  };
  const ready = (text.trim() !== "" || tray.files.length > 0) && tray.settled;
  const send = () => {
    if (!ready) return;
    session.sender.enqueue({
      nonce: nonce(),
      channel: channel.id,
      root,
      alsoInChannel: also,
      body: text.trim(),
      fileIds: tray.files.flatMap((file) => (file.stored ? [file.stored.id] : [])),
      state: "queued",
      attempts: 0,
      at: Date.now(),
      retryAt: 0,
      code: null,
      seq: null,
      epoch: channel.epoch,
    });
    setText("");
    tray.clear();
    onSent?.();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter chooses a word; 229 is what older engines say instead.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (completion.onKey(event, accept)) return;
    const mark = markOf(event);
    if (mark !== undefined) {
      event.preventDefault();
      around(mark);
    } else if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && text === "" && onEditLast) {
      event.preventDefault();
      onEditLast();
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const files = [...event.clipboardData.files];
    if (files.length > 0) {
      event.preventDefault();
      tray.add(files);
      return;
    }
    const link = linkOver(
      text,
      event.currentTarget.selectionStart,
      event.currentTarget.selectionEnd,
      event.clipboardData.getData("text/plain").trim(),
    );
    if (link) {
      event.preventDefault();
      replace(link);
    }
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setDropping(false);
    tray.add([...event.dataTransfer.files]);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has a button beside it
    <div
      className="relative px-5 pb-1"
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={onDrop}
    >
      {completion.open && <Suggestions completion={completion} onAccept={accept} />}
      <div
        className={cx(
          "rounded-composer border bg-canvas focus-within:border-link",
          dropping ? "border-accent border-dashed" : "border-line-strong",
        )}
      >
        <Tray tray={tray} />
        <textarea
          ref={field}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            completion.update(event.target.selectionStart);
            if (event.target.value !== "") signalTyping();
          }}
          onKeyDown={onKeyDown}
          onKeyUp={(event) => completion.update(event.currentTarget.selectionStart)}
          onBlur={completion.close}
          onPaste={onPaste}
          placeholder={placeholder}
          aria-label={placeholder}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={completion.open}
          aria-controls={completion.open ? completion.listId : undefined}
          aria-activedescendant={completion.open ? `${completion.listId}-${completion.index}` : undefined}
          rows={1}
          dir="auto"
          className="field-sizing-content block max-h-[40vh] min-h-11 w-full resize-none bg-transparent px-3.5 pt-2.5 outline-none"
        />
        <div className="flex items-center gap-0.5 px-1.5 pb-1.5">
          <IconButton
            label={t("composer.bold")}
            icon={<Bold size={16} />}
            onClick={() => around("**")}
            className="hidden sm:grid"
          />
          <IconButton
            label={t("composer.italic")}
            icon={<Italic size={16} />}
            onClick={() => around("*")}
            className="hidden sm:grid"
          />
          <IconButton
            label={t("composer.code")}
            icon={<Code size={16} />}
            onClick={() => around("`")}
            className="hidden sm:grid"
          />
          <IconButton
            label={t("composer.attach")}
            icon={<Paperclip size={16} />}
            onClick={() => picker.current?.click()}
          />
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              tray.add([...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
          {alsoLabel !== undefined && (
            <label className="ml-1 flex min-h-8 items-center gap-1.5 truncate text-meta text-muted">
              <input
                type="checkbox"
                checked={also}
                onChange={(event) => setAlso(event.target.checked)}
                className="size-4 accent-accent"
              />
              <span className="truncate">{alsoLabel}</span>
            </label>
          )}
          <span className="flex-1" />
          <IconButton
            label={t("composer.send")}
            icon={<SendHorizontal size={17} />}
            onClick={send}
            disabled={!ready}
            active={ready}
          />
        </div>
      </div>
    </div>
  );
}

interface Completion {
  readonly open: boolean;
  readonly listId: string;
  readonly query: ReturnType<typeof queryAt>;
  readonly suggestions: readonly Suggestion[];
  readonly index: number;
  update(caret: number): void;
  close(): void;
  /** Whether the key belonged to the list. */
  onKey(event: KeyboardEvent, accept: (suggestion: Suggestion) => void): boolean;
}

function useCompletion(channel: Channel, channels: readonly Channel[], text: string): Completion {
  const [caret, setCaret] = useState<number>();
  const [index, setIndex] = useState(0);
  const query = caret === undefined ? undefined : queryAt(text, caret);
  const wantsPeople = query?.trigger === "@";
  const { data } = useQuery({
    queryKey: keys.people(channel.workspace_id, ""),
    queryFn: () => fetchPeople(channel.workspace_id, ""),
    enabled: wantsPeople,
    staleTime: 60_000,
  });
  const suggestions = useMemo(() => {
    if (!query) return [];
    if (query.trigger === "#") return suggestChannels(query.text, channels);
    if (query.trigger === "@")
      return suggestPeople(
        query.text,
        (data?.data ?? []).map((member) => member.user),
        new Set(channel.members.map((member) => member.id)),
      );
    return [];
  }, [query, data, channels, channel.members]);
  const open = suggestions.length > 0;
  const at = Math.min(index, Math.max(0, suggestions.length - 1));
  const close = useCallback(() => setCaret(undefined), []);
  return {
    open,
    listId: "composer-suggestions",
    query,
    suggestions,
    index: at,
    update: (next) => {
      setCaret(next);
      if (next !== caret) setIndex(0);
    },
    close,
    onKey: (event, accept) => {
      if (!open) return false;
      const chosen = suggestions[at];
      if (event.key === "ArrowDown") setIndex((at + 1) % suggestions.length);
      else if (event.key === "ArrowUp") setIndex((at + suggestions.length - 1) % suggestions.length);
      else if ((event.key === "Enter" || event.key === "Tab") && chosen) accept(chosen);
      else if (event.key === "Escape") close();
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

function Suggestions({
  completion,
  onAccept,
}: {
  readonly completion: Completion;
  readonly onAccept: (suggestion: Suggestion) => void;
}) {
  const { t } = useTranslation();
  return (
    <div
      id={completion.listId}
      role="listbox"
      aria-label={t("composer.suggestions")}
      className="absolute bottom-full left-5 z-30 mb-1 w-80 max-w-[calc(100vw-40px)] rounded-menu border border-line bg-raised p-1 shadow-float"
    >
      {completion.suggestions.map((suggestion, index) => (
        <div
          key={suggestion.key}
          id={`${completion.listId}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === completion.index}
          onMouseDown={(event) => {
            event.preventDefault();
            onAccept(suggestion);
          }}
          className={cx(
            "flex min-h-9 cursor-default items-center gap-2 rounded-control px-2.5",
            index === completion.index && "bg-hover",
          )}
        >
          <bdi className="truncate font-medium">{suggestion.label}</bdi>
          <span className="truncate text-meta text-muted">{suggestion.hint}</span>
        </div>
      ))}
    </div>
  );
}
