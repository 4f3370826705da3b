import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { createWorkspace } from "../../api/channels";
import { keys } from "../../api/keys";
import { explain, fieldErrors } from "../../api/problem";
import type { Workspace } from "../../api/types";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import type { DialogProps } from "./DialogHost";

export function CreateWorkspace({ onClose }: DialogProps) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const made = await createWorkspace({ name });
      // Its channels come with the socket's word that I am in it.
      cache.setQueryData<Workspace[]>(keys.workspaces, (known = []) => [
        ...known.filter((one) => one.id !== made.id),
        made,
      ]);
      onClose();
      await navigate({ to: "/w/$workspace", params: { workspace: made.id } });
    } catch (error) {
      setFailure(fieldErrors(error)["name"] ?? explain(error));
      setBusy(false);
    }
  };
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t("channels.createWorkspace")}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={t("channels.workspaceName")}
          hint={t("channels.workspaceNameHint")}
          error={failure}
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={80}
          required
          autoFocus
        />
        <Button type="submit" look="primary" busy={busy} className="self-end">
          {t("channels.createWorkspace")}
        </Button>
      </form>
    </Dialog>
  );
}
