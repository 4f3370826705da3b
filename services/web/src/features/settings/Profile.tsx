import { useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { removeAvatar, setAvatar } from "../../api/pictures";
import { explain, fieldErrors } from "../../api/problem";
import type { Me } from "../../api/types";
import { type MePatch, patchMe } from "../../api/users";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { ConfirmModal } from "../../ui/ConfirmModal";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/toast";
import { useMe } from "../channels/use-channels";
import { PictureButtons } from "../pictures/PictureButtons";
import { TimeZone } from "./TimeZone";

type Draft = Pick<Me, "display_name" | "handle" | "timezone">;

/** How others see me. What was changed and not saved is asked about before it is left. */
export function Profile() {
  const { t } = useTranslation();
  const me = useMe();
  const cache = useQueryClient();
  const [draft, setDraft] = useState<Draft>(me);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const changes = changed(me, draft);
  const dirty = Object.keys(changes).length > 0;
  const blocker = useBlocker({ shouldBlockFn: () => dirty && !busy, enableBeforeUnload: dirty, withResolver: true });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const now = await patchMe(changes);
      cache.setQueryData<Me>(keys.me, now);
      setDraft(now);
      setErrors({});
      toast.success(t("app.saved"));
    } catch (error) {
      const byField = fieldErrors(error);
      setErrors(Object.keys(byField).length > 0 ? byField : { handle: explain(error) });
    } finally {
      setBusy(false);
    }
  };
  const set = (fields: Partial<Draft>) => setDraft({ ...draft, ...fields });
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <div className="flex items-center gap-4">
        <Avatar name={draft.display_name} url={me.avatar_url} size={64} />
        <p className="min-w-0">
          <bdi className="block truncate font-semibold text-title">{draft.display_name}</bdi>
          <span className="block truncate text-muted">{me.email}</span>
        </p>
      </div>
      <PictureButtons
        title={t("pictures.yours")}
        shape={1}
        longest={512}
        url={me.avatar_url}
        onSave={async (image) => cache.setQueryData<Me>(keys.me, await setAvatar(image))}
        onRemove={async () => {
          await removeAvatar();
          cache.setQueryData<Me>(keys.me, (known) => known && { ...known, avatar_url: null });
        }}
      />
      <Field
        label={t("preferences.name")}
        hint={t("preferences.nameHint")}
        error={errors["display_name"]}
        value={draft.display_name}
        onChange={(event) => set({ display_name: event.target.value })}
        maxLength={80}
        autoComplete="name"
        required
      />
      {!me.is_guest && (
        <Field
          label={t("preferences.handle")}
          hint={t("preferences.handleHint")}
          error={errors["handle"]}
          value={draft.handle}
          onChange={(event) => set({ handle: event.target.value })}
          maxLength={32}
          autoComplete="username"
          spellCheck={false}
          required
        />
      )}
      <TimeZone value={draft.timezone} error={errors["timezone"]} onChange={(timezone) => set({ timezone })} />
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={busy} disabled={!dirty}>
          {t("app.save")}
        </Button>
        {dirty && <Button onClick={() => setDraft(me)}>{t("preferences.undo")}</Button>}
      </div>
      <ConfirmModal
        open={blocker.status === "blocked"}
        onOpenChange={(open) => open || blocker.reset?.()}
        title={t("preferences.discardTitle")}
        text={t("preferences.discardText")}
        confirm={t("preferences.discard")}
        onConfirm={() => blocker.proceed?.()}
      />
    </form>
  );
}

/** Only what differs: a handle that is mine already is "taken" for a server that is told it again. */
export function changed(me: Draft, draft: Draft): MePatch {
  return {
    ...(draft.display_name.trim() === me.display_name ? {} : { display_name: draft.display_name.trim() }),
    ...(draft.handle.trim() === me.handle ? {} : { handle: draft.handle.trim() }),
    ...(draft.timezone === me.timezone ? {} : { timezone: draft.timezone }),
  };
}
