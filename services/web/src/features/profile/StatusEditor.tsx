import { useQueryClient } from "@tanstack/react-query";
import { SmilePlus, X } from "lucide-react";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { explain, fieldErrors } from "../../api/problem";
import type { Me, Status } from "../../api/types";
import { type NewStatus, setStatus } from "../../api/users";
import { EmojiText } from "../../emoji/EmojiText";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { IconButton } from "../../ui/IconButton";
import { Popover } from "../../ui/Popover";
import { Select } from "../../ui/Select";
import { useMe } from "../channels/use-channels";
import type { DialogProps } from "../workspaces/DialogHost";
import { localField, SPANS, type Span, untilOf } from "./until";

const EmojiPicker = lazy(() => import("../../emoji/EmojiPicker"));

/** What people say most often, and how long it usually holds. */
const PRESETS = [
  { id: "meeting", emoji: "📅", span: "hour" },
  { id: "commuting", emoji: "🚌", span: "halfHour" },
  { id: "sick", emoji: "🤒", span: "today" },
  { id: "home", emoji: "🏡", span: "today" },
  { id: "holiday", emoji: "🌴", span: "never" },
] as const;

const PRESENCES: readonly Status["presence"][] = ["online", "away", "dnd", "offline"];
const MOST = 100;

export function StatusEditor({ onClose }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t("profile.setStatus")}>
      <Form onDone={onClose} />
    </Dialog>
  );
}

function Form({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { status } = useMe();
  const [presence, setPresence] = useState<Status["presence"]>(status.presence);
  const [emoji, setEmoji] = useState(status.emoji);
  const [text, setText] = useState(status.text ?? "");
  const [span, setSpan] = useState<Span>(status.expires_at === null ? "never" : "custom");
  const [custom, setCustom] = useState(
    localField(status.expires_at === null ? new Date(Date.now() + 3_600_000) : new Date(status.expires_at)),
  );
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const save = async (input: NewStatus) => {
    setBusy(true);
    try {
      const now = await setStatus(input);
      cache.setQueryData<Me>(keys.me, (me) => me && { ...me, status: now });
      onDone();
    } catch (error) {
      const byField = fieldErrors(error);
      setErrors(Object.keys(byField).length > 0 ? byField : { text: explain(error) });
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const until = untilOf(span, custom, new Date());
    if (until === undefined) return setErrors({ expires_at: t("profile.status.notLater") });
    void save({ presence, emoji, text: text.trim() || null, expires_at: until });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field
        label={t("profile.status.text")}
        error={errors["text"] ?? errors["emoji"]}
        value={text}
        onChange={(event) => setText(event.target.value)}
        maxLength={MOST}
        autoFocus
        after={
          <span className="flex items-center pr-1">
            <Emoji emoji={emoji} onPick={setEmoji} />
            {(text !== "" || emoji !== null) && (
              <IconButton
                label={t("profile.status.empty")}
                icon={<X size={16} />}
                onClick={() => {
                  setText("");
                  setEmoji(null);
                }}
              />
            )}
          </span>
        }
      />
      <ul aria-label={t("profile.status.presets")} className="flex flex-wrap gap-1.5">
        {PRESETS.map((preset) => (
          <li key={preset.id}>
            <button
              type="button"
              onClick={() => {
                setEmoji(preset.emoji);
                setText(t(`profile.status.preset.${preset.id}`));
                setSpan(preset.span);
              }}
              className="flex min-h-8 items-center gap-1.5 rounded-full border border-line px-3 text-meta hover:bg-hover pointer-coarse:min-h-11"
            >
              <span aria-hidden="true">{preset.emoji}</span>
              {t(`profile.status.preset.${preset.id}`)}
            </button>
          </li>
        ))}
      </ul>
      <Select
        label={t("profile.status.clear")}
        value={span}
        options={SPANS.map((value) => ({ value, label: t(`profile.status.span.${value}`) }))}
        onChange={setSpan}
      />
      {span === "custom" && (
        <Field
          label={t("profile.status.when")}
          type="datetime-local"
          error={errors["expires_at"]}
          value={custom}
          min={localField(new Date())}
          onChange={(event) => setCustom(event.target.value)}
        />
      )}
      <Choice
        label={t("profile.status.presence")}
        value={presence}
        options={PRESENCES.map((value) => ({
          value,
          label: t(value === "offline" ? "profile.status.invisible" : `people.presence.${value}`),
        }))}
        onChange={setPresence}
      />
      {presence === "offline" && <p className="-mt-2 text-meta text-muted">{t("profile.status.invisibleHint")}</p>}
      <div className="flex justify-end gap-2">
        <Button
          look="quiet"
          busy={busy}
          onClick={() => void save({ presence: "online", emoji: null, text: null, expires_at: null })}
        >
          {t("profile.status.clearNow")}
        </Button>
        <Button type="submit" look="primary" busy={busy}>
          {t("app.save")}
        </Button>
      </div>
    </form>
  );
}

function Emoji({ emoji, onPick }: { readonly emoji: string | null; readonly onPick: (emoji: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label={t("profile.status.emoji")}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <IconButton
          label={t("profile.status.emoji")}
          icon={
            emoji === null ? (
              <SmilePlus size={18} />
            ) : (
              <span className="text-title">
                <EmojiText emoji={emoji} />
              </span>
            )
          }
        />
      }
    >
      <Suspense fallback={<div className="h-96 w-80" />}>
        <EmojiPicker
          onPick={(picked) => {
            onPick(picked);
            setOpen(false);
          }}
        />
      </Suspense>
    </Popover>
  );
}
