import { useQueryClient } from "@tanstack/react-query";
import { Smile } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { removeIcon, setIcon } from "../../api/pictures";
import { explain, fieldErrors } from "../../api/problem";
import type { Workspace } from "../../api/types";
import { patchWorkspace } from "../../api/workspaces";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/toast";
import { useClose } from "../../ui/use-close";
import { useWorkspace } from "../channels/use-channels";
import { PictureButtons } from "../pictures/PictureButtons";
import type { DialogProps } from "./DialogHost";
import { useDialogs } from "./dialogs";
import { Storage } from "./Storage";

export function WorkspaceSettings({ workspace, onClose }: DialogProps) {
  const { t } = useTranslation();
  const here = useWorkspace(workspace);
  const [dirty, setDirty] = useState(false);
  const { close, question } = useClose(dirty, onClose);
  return (
    <Dialog open onOpenChange={(open) => open || close()} title={t("channels.workspaceSettings")}>
      {here && <Form workspace={here} onDone={onClose} onDirty={setDirty} />}
      {question}
    </Dialog>
  );
}

interface FormProps {
  readonly workspace: Workspace;
  readonly onDone: () => void;
  readonly onDirty: (dirty: boolean) => void;
}

function Form({ workspace, onDone, onDirty }: FormProps) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [name, setName] = useState(workspace.name);
  const [slug, setSlug] = useState(workspace.slug);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const dirty = name.trim() !== workspace.name || slug !== workspace.slug;
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const changed = await patchWorkspace(workspace.id, {
        ...(name.trim() === workspace.name ? {} : { name: name.trim() }),
        ...(slug === workspace.slug ? {} : { slug }),
      });
      cache.setQueryData<Workspace[]>(keys.workspaces, (known) =>
        known?.map((one) => (one.id === changed.id ? changed : one)),
      );
      toast.success(t("app.saved"));
      onDone();
    } catch (error) {
      const byField = fieldErrors(error);
      setErrors(Object.keys(byField).length > 0 ? byField : { slug: explain(error) });
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Icon workspace={workspace} />
      <Storage workspace={workspace.id} />
      <Field
        label={t("channels.workspaceName")}
        error={errors["name"]}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={80}
        required
      />
      <Field
        label={t("workspace.slug")}
        hint={t("workspace.slugHint")}
        error={errors["slug"]}
        value={slug}
        onChange={(event) => setSlug(event.target.value)}
        maxLength={48}
        required
      />
      <div className="flex flex-wrap justify-between gap-2">
        <Button look="quiet" onClick={() => useDialogs.getState().open("emoji")} className="-ml-3.5">
          <Smile size={16} aria-hidden="true" />
          {t("pictures.emoji.title")}
        </Button>
        <Button type="submit" look="primary" busy={busy} disabled={!dirty}>
          {t("app.save")}
        </Button>
      </div>
    </form>
  );
}

function Icon({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const show = (icon_url: string | null) =>
    cache.setQueryData<Workspace[]>(keys.workspaces, (known) =>
      known?.map((one) => (one.id === workspace.id ? { ...one, icon_url } : one)),
    );
  return (
    <div className="flex items-center gap-4">
      <Avatar name={workspace.name} url={workspace.icon_url} size={64} />
      <div className="min-w-0">
        <PictureButtons
          title={t("pictures.workspace")}
          shape={1}
          longest={512}
          url={workspace.icon_url}
          onSave={async (image) => show((await setIcon(workspace.id, image)).icon_url)}
          onRemove={async () => {
            await removeIcon(workspace.id);
            show(null);
          }}
        />
      </div>
    </div>
  );
}
