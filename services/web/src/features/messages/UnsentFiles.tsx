import { FileIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { formatBytes, formatPercent } from "../../i18n/format";
import { useUploads } from "../../outbox/uploads";
import { usePreview } from "../../outbox/use-preview";
import type { Pending, PendingFile } from "../../timeline/pending";
import { cx } from "../../ui/cx";
import { ProgressBar } from "../../ui/ProgressBar";

/** The files of a message that is not sent yet: pictures from their own bytes, and how far each upload has come. */
export function UnsentFiles({ entry }: { readonly entry: Pending }) {
  const pictures = entry.files.filter((file) => file.type.startsWith("image/"));
  const others = entry.files.filter((file) => !pictures.includes(file));
  const single = pictures.length === 1;
  return (
    <>
      {pictures.length > 0 && (
        <ul className={cx("mt-1 grid w-fit gap-1", single ? "" : pictures.length <= 4 ? "grid-cols-2" : "grid-cols-3")}>
          {pictures.map((file) => (
            <Picture key={file.key} file={file} single={single} />
          ))}
        </ul>
      )}
      {others.map((file) => (
        <Card key={file.key} file={file} />
      ))}
    </>
  );
}

function Picture({ file, single }: { readonly file: PendingFile; readonly single: boolean }) {
  const preview = usePreview(file);
  const ratio = file.width === null || file.height === null ? "4 / 3" : `${file.width} / ${file.height}`;
  return (
    <li className="relative">
      {preview ? (
        <img
          src={preview.url}
          alt={file.name}
          style={single ? { aspectRatio: ratio } : undefined}
          className={cx(
            "rounded-menu border border-line bg-code",
            single ? "max-h-80 w-auto max-w-full object-contain sm:max-w-[420px]" : "size-32 object-cover",
          )}
        />
      ) : (
        <span className="grid size-32 place-items-center rounded-menu border border-line bg-code text-muted">
          <FileIcon aria-hidden="true" />
        </span>
      )}
      <Progress file={file} className="absolute inset-x-2 bottom-2" />
    </li>
  );
}

function Card({ file }: { readonly file: PendingFile }) {
  return (
    <div className="mt-1 flex w-64 max-w-full items-center gap-3 rounded-menu border border-line bg-raised px-3 py-2">
      <FileIcon size={20} aria-hidden="true" className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1">
        <bdi className="block truncate font-medium">{file.name}</bdi>
        <span className="block text-label text-subtle">{formatBytes(file.size)}</span>
        <Progress file={file} className="mt-1" />
      </span>
    </div>
  );
}

function Progress({ file, className }: { readonly file: PendingFile; readonly className: string }) {
  const { t } = useTranslation();
  const upload = useUploads((state) => state.uploads[file.key]);
  if (file.id !== null || !upload || upload.state === "stored" || upload.state === "failed") return null;
  return (
    <ProgressBar
      share={upload.share}
      label={t("outbox.uploading", { name: file.name, percent: formatPercent(upload.share) })}
      className={className}
    />
  );
}
