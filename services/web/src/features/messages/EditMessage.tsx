import { useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { edit, message as fetchMessage } from "../../api/messages";
import { ApiError, explain } from "../../api/problem";
import type { Message } from "../../api/types";
import { Markdown } from "../../markdown/Markdown";
import { Button } from "../../ui/Button";
import { toast } from "../../ui/toast";
import { useEditing } from "./editing";
import { MassMention } from "./MassMention";
import { putEverywhere } from "./patch";

const NOBODY: readonly never[] = [];

/** A message being edited, in its place. Whoever saved it on another device meanwhile is not overwritten unasked. */
export function EditMessage({ message }: { readonly message: Message }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const [body, setBody] = useState(message.body);
  const [busy, setBusy] = useState(false);
  // What I started from: an edit that comes in while I write does not become mine.
  const [base, setBase] = useState(message);
  const [theirs, setTheirs] = useState<Message>();
  // How many people it would call, when that has to be meant.
  const [people, setPeople] = useState<number>();
  const stop = () => useEditing.getState().stop();
  useEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  const empty = body.trim() === "" && message.files.length === 0;
  const save = async (confirmed = false) => {
    if (busy || empty) return;
    if (body.trim() === base.body) return stop();
    setBusy(true);
    try {
      putEverywhere(cache, await edit(message.id, body.trim(), base.version, confirmed));
      stop();
    } catch (error) {
      const problem = error instanceof ApiError ? error.problem : undefined;
      if (problem?.code === "version_mismatch") await meet();
      else if (problem?.code === "confirm_mass_mention") setPeople(problem.addressed ?? 0);
      else toast.error(explain(error));
    } finally {
      setBusy(false);
    }
  };
  const meet = async () => {
    try {
      const now = await fetchMessage(message.id);
      putEverywhere(cache, now);
      setTheirs(now);
      setBase(now);
    } catch (error) {
      toast.error(explain(error));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      // Not also the Esc of the thread or of the list.
      event.preventDefault();
      event.stopPropagation();
      stop();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void save();
    }
  };
  return (
    <div className="my-1 rounded-composer border border-line-strong bg-canvas p-2 focus-within:border-link">
      <textarea
        ref={field}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={onKeyDown}
        aria-label={t("messages.edit")}
        dir="auto"
        className="field-sizing-content block max-h-60 min-h-11 w-full resize-none bg-transparent px-1.5 py-1 outline-none"
      />
      {theirs && (
        <div role="alert" className="mb-2 rounded-menu bg-hover px-3 py-2">
          <p className="font-semibold">{t("row.conflict")}</p>
          <div className="my-1 border-line-strong border-l-3 pl-3">
            <Markdown body={theirs.body} mentions={NOBODY} />
          </div>
          <Button
            onClick={() => {
              setBody(theirs.body);
              setTheirs(undefined);
              field.current?.focus();
            }}
          >
            {t("row.takeTheirs")}
          </Button>
        </div>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <span className="mr-auto px-1.5 text-label text-subtle max-sm:hidden">{t("row.editHint")}</span>
        <Button look="quiet" onClick={stop}>
          {t("app.cancel")}
        </Button>
        <Button look="primary" onClick={() => void save()} busy={busy} disabled={empty}>
          {t(theirs ? "row.saveMine" : "app.save")}
        </Button>
      </div>
      {people !== undefined && (
        <MassMention
          open
          people={people}
          onOpenChange={(open) => open || setPeople(undefined)}
          onConfirm={() => save(true)}
        />
      )}
    </div>
  );
}
