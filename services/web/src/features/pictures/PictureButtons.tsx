import { ImagePlus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button";
import { ConfirmModal } from "../../ui/ConfirmModal";
import { attempt } from "../../use-task";
import { CropDialog } from "./CropDialog";

/** What the server can read. */
export const ACCEPTED = "image/png,image/jpeg,image/gif,image/webp";

export interface PictureButtonsProps {
  /** What the picture is of, as the title of what crops it. */
  readonly title: string;
  readonly shape: number;
  readonly longest: number;
  readonly url: string | null;
  readonly onSave: (image: Blob) => Promise<unknown>;
  readonly onRemove: () => Promise<unknown>;
}

/** Puts a picture there, another in its place, or takes it away. */
export function PictureButtons({ title, shape, longest, url, onSave, onRemove }: PictureButtonsProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [removing, setRemoving] = useState(false);
  return (
    <div className="flex flex-wrap gap-2">
      <input
        ref={field}
        type="file"
        accept={ACCEPTED}
        hidden
        aria-label={title}
        onChange={(event) => {
          setFile(event.target.files?.[0]);
          // The same file may be chosen again.
          event.target.value = "";
        }}
      />
      <Button onClick={() => field.current?.click()}>
        <ImagePlus size={16} aria-hidden="true" />
        {t(url === null ? "pictures.add" : "pictures.change")}
      </Button>
      {url !== null && (
        <Button look="quiet" onClick={() => setRemoving(true)}>
          <Trash2 size={16} aria-hidden="true" />
          {t("pictures.remove")}
        </Button>
      )}
      {file && (
        <CropDialog
          file={file}
          title={title}
          shape={shape}
          longest={longest}
          onSave={onSave}
          onClose={() => setFile(undefined)}
        />
      )}
      <ConfirmModal
        open={removing}
        onOpenChange={setRemoving}
        title={t("pictures.removeTitle")}
        text={t("pictures.removeText")}
        confirm={t("pictures.remove")}
        onConfirm={async () => {
          await attempt(onRemove());
        }}
      />
    </div>
  );
}
