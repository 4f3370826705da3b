import { useQueryClient } from "@tanstack/react-query";
import { ImagePlus } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys";
import { putEmoji } from "../../api/pictures";
import { explain, fieldErrors } from "../../api/problem";
import type { CustomEmoji } from "../../api/types";
import { withEmoji } from "../../emoji/custom";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { toast } from "../../ui/toast";
import { emojiName } from "./emoji-name";
import { ACCEPTED } from "./PictureButtons";
import { useObjectUrl } from "./use-object-url";

const LONGEST = 32;

interface Props {
  readonly workspace: string;
  readonly known: readonly CustomEmoji[];
}

/** A picture and a name. What moves goes on moving, so the picture goes to the server as it is. */
export function NewEmoji({ workspace, known }: Props) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [name, setName] = useState("");
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const preview = useObjectUrl(file);
  const clean = name.trim().replaceAll(/^:|:$/g, "");
  const taken = known.some((emoji) => emoji.name === clean);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!file || taken) return;
    setBusy(true);
    setFailure(undefined);
    try {
      const added = await putEmoji(workspace, clean, file);
      cache.setQueryData<CustomEmoji[]>(keys.customEmoji(workspace), (all = []) => withEmoji(all, added.name, added));
      toast.success(t("pictures.emoji.added", { name: added.name }));
      setFile(undefined);
      setName("");
    } catch (error) {
      setFailure(fieldErrors(error)["name"] ?? explain(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-start gap-3 rounded-menu border border-line p-3">
      <input
        ref={field}
        type="file"
        accept={ACCEPTED}
        hidden
        aria-label={t("pictures.emoji.choose")}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = "";
          if (!chosen) return;
          setFile(chosen);
          setFailure(undefined);
          if (name === "") setName(emojiName(chosen.name));
        }}
      />
      <button
        type="button"
        aria-label={t("pictures.emoji.choose")}
        onClick={() => field.current?.click()}
        className="mt-5.5 grid size-10.5 pointer-coarse:size-11.5 shrink-0 place-items-center rounded-control border border-line-strong border-dashed text-muted hover:bg-hover hover:text-ink"
      >
        {preview === undefined ? (
          <ImagePlus size={18} aria-hidden="true" />
        ) : (
          <img src={preview} alt="" className="size-9 object-contain" />
        )}
      </button>
      <Field
        label={t("pictures.emoji.name")}
        hint={t("pictures.emoji.nameHint")}
        error={taken ? t("pictures.emoji.taken") : failure}
        value={name}
        onChange={(event) => {
          setName(event.target.value.toLowerCase());
          setFailure(undefined);
        }}
        maxLength={LONGEST + 2}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        className="min-w-40 flex-1"
      />
      <Button
        type="submit"
        look="primary"
        busy={busy}
        disabled={!file || clean === "" || taken}
        className="min-h-10.5 sm:mt-5.5 max-sm:w-full"
      >
        {t("pictures.emoji.add")}
      </Button>
    </form>
  );
}
